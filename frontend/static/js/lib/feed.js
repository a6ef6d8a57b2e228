// The board's text as it comes: pushed by the socket, fetched when one was missed or while the socket is down.

import { jitter } from "./jitter.js";
import { ask, socketAddress } from "./web.js";

const POLL = 5000;
const STALE = 20000;
const SPREAD = 25000; // after a restart a hall comes back over so long; meanwhile each asks by HTTP
const CONFIRM = 8; // every so many texts the server hears that they are shown
const BEHIND = 4408; // too far behind for a socket: ask by HTTP, try the socket again after minutes
const REST = 120000;

/** Not newer than the one shown: by epoch, then version, then the moment at which it was worked out. */
function older(board, shown) {
  if (board.epoch !== shown.epoch) return board.epoch < shown.epoch;
  return board.version < shown.version || (board.version === shown.version && board.at <= shown.at);
}

/** Calls `show(board)` for every newer board and `stale(yes)` when news stop or come back. Losing any message is
 *  harmless: each text is the whole board. */
export class Feed {
  constructor(socketPath, api, show, stale) {
    Object.assign(this, { socketPath, api, show, stale });
    this.board = null;
    this.tries = this.failed = this.got = this.wait = 0;
    this.alive = performance.now();
  }

  start(first) {
    if (first) this.take(first);
    this.connect();
    addEventListener("online", () => this.look());
    setInterval(() => this.stale(performance.now() - this.alive > STALE && !this.open), 2000);
    this.poll();
  }

  get open() {
    return this.socket && this.socket.readyState === WebSocket.OPEN;
  }

  /** Takes a board unless it is older than the one shown; a skipped version is fetched again, to be sure. */
  take(board) {
    if (!board || board.type !== "board") return;
    this.alive = performance.now();
    const shown = this.board;
    if (shown && older(board, shown)) return;
    const gap = shown && board.epoch === shown.epoch && board.version > shown.version + 1;
    this.board = board;
    this.show(board);
    if (gap) setTimeout(() => this.look(), jitter(1000, 0, 1000));
  }

  async look() {
    const answer = await ask(this.api);
    this.wait = answer.wait;
    if (answer.ok) this.take(answer.body);
    return answer.status;
  }

  connect() {
    if (!this.socketPath) return;
    const address = new URL(socketAddress(this.socketPath));
    address.searchParams.set("confirms", "1");
    this.socket = new WebSocket(address.href);
    this.socket.onopen = () => {
      this.tries = this.got = 0;
      this.alive = performance.now();
    };
    this.socket.onmessage = ({ data }) => {
      try {
        this.heard(JSON.parse(data));
      } catch (error) {
        this.look();
      }
    };
    this.socket.onclose = ({ code }) => {
      if (code >= 4400 && code < 4500) this.tries = 6; // refused, not lost: ask again seldom
      const rest = code === BEHIND ? REST : 500;
      setTimeout(() => this.connect(), rest + jitter(SPREAD, this.tries++, code === BEHIND ? REST : 60000));
    };
  }

  heard(board) {
    this.take(board);
    if (board.type === "board" && ++this.got % CONFIRM === 0) this.socket.send(JSON.stringify({ type: "seen", version: board.version }));
  }

  /** Asks by HTTP while no socket is open, and now and then beside one that may have stalled. */
  async poll() {
    const quiet = performance.now() - this.alive;
    if (!document.hidden && (!this.open || quiet > 30000)) {
      const status = await this.look();
      if (status === 200) this.alive = performance.now();
      this.failed = status === 200 ? 0 : this.failed + 1;
    }
    setTimeout(() => this.poll(), Math.max(POLL, this.wait) + jitter(2000, this.failed, 30000));
  }
}
