// The way to the server: a socket while it lives, plain HTTP otherwise. Both carry the same messages.

import { jitter } from "./jitter.js";
import { ask, socketAddress } from "./web.js";

const IDLE_PING = 25000;
const STALL = 5000;
const AGAIN = 4000; // a whole school comes back after a restart, so not all at once; meanwhile answers go by HTTP
const PUSHED = ["standing", "notice"];
const MOVED = 4409; // the paper was opened elsewhere: the rest goes by HTTP
const REASONS = { 4401: 401, 4403: 403, 4404: 404, [MOVED]: 409, 4429: 429 }; // the server's closes that mean the same as these HTTP answers

/** Sends packets and hands every message to `onAnswer(message, sentAt)`; `sentAt` is 0 for what was not asked for.
 *  `onTrouble({status, code, wait})` tells of a refused or lost HTTP request, `onChange()` of a line that came or went. */
export class Line {
  constructor(socketPath, answersUrl, { onAnswer, onTrouble, onChange }) {
    Object.assign(this, { socketPath, answersUrl, onAnswer, onTrouble, onChange });
    this.socket = null;
    this.tries = 0;
    this.waitingSince = 0;
    this.heard = 0;
    this.reachable = navigator.onLine !== false;
    this.busy = false;
    this.ended = false;
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => document.hidden || this.again());
    setInterval(() => this.watch(), 1000);
  }

  get open() {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  connect() {
    if (this.ended || this.socket || !this.socketPath) return;
    let socket;
    try {
      socket = new WebSocket(socketAddress(this.socketPath));
    } catch (error) {
      return;
    }
    this.socket = socket;
    this.waitingSince = performance.now();
    socket.onopen = () => this.opened();
    socket.onmessage = (event) => this.hear(socket, event.data);
    socket.onclose = (event) => this.closed(socket, event.code);
  }

  opened() {
    this.tries = 0;
    this.waitingSince = 0;
    this.heard = performance.now();
    this.reachable = true;
    this.onChange();
  }

  hear(socket, text) {
    if (socket !== this.socket) return;
    this.heard = performance.now();
    let message;
    try {
      message = JSON.parse(text);
    } catch (error) {
      return;
    }
    if (message.ticket) this.socketPath = this.socketPath.replace(/ticket=.*/, `ticket=${message.ticket}`);
    const asked = !PUSHED.includes(message.type);
    const sent = asked ? this.waitingSince || this.heard : 0; // what was not asked for tells nothing of the way's length
    if (asked) this.waitingSince = 0;
    this.onAnswer(message, sent);
  }

  closed(socket, code) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.waitingSince = 0;
    if (code === MOVED) this.socketPath = "";
    if (REASONS[code]) {
      this.tries = Math.max(this.tries, 6); // refused, not lost: ask again seldom
      this.onTrouble({ status: REASONS[code], code: "", wait: 0, id: "" });
    }
    this.onChange();
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => this.connect(), jitter(AGAIN, this.tries++, 30000));
  }

  /** Leaves a dead socket without waiting for its close, which a cut line may never bring. */
  drop() {
    const socket = this.socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.closed(socket);
  }

  /** Once a second: an unanswered message means a stalled line, a silent one is asked for a sign of life. */
  watch() {
    if (!this.socket) return;
    const now = performance.now();
    if (this.waitingSince && now - this.waitingSince > STALL) this.drop();
    else if (this.open && now - this.heard > IDLE_PING && !this.waitingSince) this.write({ type: "ping" });
  }

  again() {
    this.reachable = true;
    this.tries = 0;
    if (!this.socket) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.connect(), jitter(500, 0, 500));
    }
    this.onChange();
  }

  lost() {
    this.reachable = false;
    this.drop();
    this.onChange();
  }

  write(packet) {
    this.socket.send(JSON.stringify(packet));
    if (!this.waitingSince) this.waitingSince = performance.now();
  }

  /** Sends on the socket, else by HTTP. False when an HTTP request is still under way: try again later. */
  send(packet) {
    if (this.open) {
      this.write(packet);
      return true;
    }
    if (this.busy) return false;
    this.post(packet);
    return true;
  }

  async post(packet) {
    this.busy = true;
    const answer = await ask(this.answersUrl, packet);
    this.busy = false;
    this.reachable = answer.status !== 0;
    if (answer.body.type) this.onAnswer(answer.body, answer.sent);
    else this.onTrouble({ status: answer.status, code: answer.body.code || "", wait: answer.wait, id: packet.id });
    this.onChange();
  }

  end() {
    this.ended = true;
    this.drop();
  }
}
