// How the attempt stands by the server's word: its state, the deadline, a pause, whether this device goes on with it.

import { note, notice } from "./around.js";
import { jitter } from "./jitter.js";
import { ask } from "./web.js";

/** `heard(message)` takes it from any answer. `on` hears `change()` after each change and `clock()` when it must run
 *  anew; `on.told(time, sent)` takes the server's time, `on.alone()` says that no socket tells. */
export class Standing {
  constructor({ due, api, paused }, clock, on) {
    Object.assign(this, { due, api, clock, on });
    this.state = "sitting";
    this.paused = paused || null; // since when the room is paused
    this.away = false; // another device has opened the paper since: this one only looks on
    this.opening = null;
    this.asOf = "";
  }

  get sitting() {
    return this.state === "sitting";
  }

  /** Nothing can be chosen now. */
  get shut() {
    return !this.sitting || this.away || this.paused !== null;
  }

  /** Milliseconds left: in a pause what was left when it began. */
  get left() {
    return this.paused ? Math.max(0, Date.parse(this.due) - Date.parse(this.paused)) : this.clock.left(this.due);
  }

  heard(message) {
    const { due, paused } = this;
    if (message.openings > this.opening && this.opening) this.move(true);
    notice(message.notice);
    if (message.as_of < this.asOf) return; // a reply that took longer than a newer word
    this.asOf = message.as_of || this.asOf;
    if (message.state) this.state = message.state;
    if (message.due_at) this.due = message.due_at;
    if (message.paused !== undefined && this.sitting) this.paused = message.paused;
    if (this.paused !== paused) this.pause();
    if (Math.abs(Date.parse(this.due) - Date.parse(due)) > 1000 && this.sitting) this.speak();
    this.on.change();
  }

  /** This opening has its number: what another device did before does not count. */
  opened(number) {
    this.opening = number;
    this.move(false);
  }

  move(yes) {
    if (yes && !this.away) scrollTo(0, 0);
    this.away = yes;
    note("moved", yes);
    this.on.change();
  }

  /** The paper is covered, the clock waits, what was given goes on its way. */
  pause() {
    note("paused", this.paused);
    document.documentElement.classList.toggle("paused", Boolean(this.paused));
    if (this.paused) scrollTo(0, 0);
    this.on.clock();
  }

  /** More time, or less: shown at once and said once. */
  speak() {
    this.on.clock();
    const voice = document.querySelector("[data-voice]");
    voice.textContent = voice.dataset.left.replace("%n", Math.ceil(this.left / 60000));
  }

  async ask() {
    const { ok, body, sent } = await ask(this.api);
    if (!ok) return;
    this.on.told(body.server_time, sent);
    this.heard(body);
  }

  /** Without a socket nobody tells: then, and while a pause might be over unheard, the page asks. One that was closed
   *  by time asks a few times more: time may be given back for what was lost. */
  async look(rest = 10) {
    const closed = this.state === "closed";
    if (!rest || !(closed || this.sitting)) return;
    if (!document.hidden && (closed || this.on.alone() || this.paused)) await this.ask();
    const every = closed ? 60000 : 8000;
    setTimeout(() => this.look(closed ? rest - 1 : rest), every + jitter(every, 0, every));
  }
}
