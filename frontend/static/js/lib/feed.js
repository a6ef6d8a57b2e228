// The board's text as it comes: pushed by the socket, fetched when one was missed or while the socket is down.

import { jitter } from "./jitter.js";
import { ask, socketAddress } from "./web.js";

const POLL = 5000;
const STALE = 20000;

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
    this.tries = 0;
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
    if (answer.ok) this.take(answer.body);
    return answer.status;
  }

  connect() {
    if (!this.socketPath) return;
    this.socket = new WebSocket(socketAddress(this.socketPath));
    this.socket.onopen = () => {
      this.tries = 0;
      this.alive = performance.now();
    };
    this.socket.onmessage = ({ data }) => {
      try {
        this.take(JSON.parse(data));
      } catch (error) {
        this.look();
      }
    };
    this.socket.onclose = ({ code }) => {
      if (code >= 4400 && code < 4500) this.tries = 6; // refused, not lost: ask again seldom
      setTimeout(() => this.connect(), 500 + jitter(1000, this.tries++, 30000));
    };
  }

  /** Asks by HTTP while no socket is open, and now and then beside one that may have stalled. */
  async poll() {
    const quiet = performance.now() - this.alive;
    if (!document.hidden && (!this.open || quiet > 30000)) {
      const status = await this.look();
      if (status === 200) this.alive = performance.now();
    }
    setTimeout(() => this.poll(), POLL + jitter(2000, 0, 2000));
  }
}
