// Time by the server's clock. The device only counts the milliseconds between two answers; its own date is asked in
// one case alone, see `recall`.

/** Tells the server's time; every answer that carries `server_time` makes it better. */
export class Clock {
  /** @param {string} iso the server's time as it stood in the page */
  constructor(iso) {
    const page = performance.getEntriesByType("navigation")[0];
    const arrived = page && page.responseStart > 0 ? page.responseStart : performance.now();
    this.offset = Date.parse(iso) - arrived;
    this.trip = 3000;
  }

  /** Takes a time from an answer asked for at `sent` (performance.now()). A far slower answer than the best one is
   *  believed only when the clock has jumped, as after the device slept. */
  sync(iso, sent) {
    const server = Date.parse(iso);
    if (Number.isNaN(server)) return;
    const now = performance.now();
    const trip = now - sent;
    const offset = server + trip / 2 - now;
    if (trip <= this.trip + 250 || Math.abs(offset - this.offset) > trip + 1000) {
      this.offset = offset;
      this.trip = trip;
    }
  }

  /** A page opened again without a line brings an old time: one before what the device was last told. Only then is
   *  its own date asked, and what it has counted since is truer until the server answers. */
  recall(told) {
    if (!told || told.server <= this.now()) return;
    const now = told.server + Math.max(0, Date.now() - told.device);
    if (now < this.now() + 5000) return;
    this.offset = now - performance.now();
    this.trip = Infinity; // any answer is better
  }

  /** Milliseconds since 1970 by the server. */
  now() {
    return performance.now() + this.offset;
  }

  /** Milliseconds left until `iso`, never below zero. */
  left(iso) {
    return Math.max(0, Date.parse(iso) - this.now());
  }
}

/** "18:42", or "1:02:05" from one hour on. Rounds up, so that 0:00 means the time is over. */
export function minutes(ms) {
  const seconds = Math.ceil(ms / 1000);
  const pad = (n) => String(n).padStart(2, "0");
  const rest = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** Calls `tick(left)` each second until the time is over, then once with 0. Returns a function that stops it. */
export function countdown(clock, until, tick) {
  let timer = 0;
  const step = () => {
    const left = clock.left(until());
    tick(left);
    if (left > 0) timer = setTimeout(step, left % 1000 || 1000);
  };
  const wake = () => {
    if (document.hidden) return;
    clearTimeout(timer);
    step();
  };
  document.addEventListener("visibilitychange", wake);
  step();
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", wake);
  };
}
