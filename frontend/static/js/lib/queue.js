// The queue of answers: written to the device first, sent until every one has a verdict.
//
// One entry per item, the newest. `(opening, seq)` orders the answers of an item: `opening` is the number the server
// gave this opening of the paper (null until it is known), `seq` counts the taps within it.

import { jitter } from "./jitter.js";

const MOST = 50;
const MOST_BYTES = 15 * 1024;
const AGAIN = 2500;
const LONGEST = 15000;
const GIVE_UP = 4; // tries after a `server_error`, which is the only refusal that may pass

const bytes = (text) => new TextEncoder().encode(text).length;
const PREDICTION = "prediction"; // travels beside the answers and has no verdict of its own
const AFTER_ALL = 1e6; // more taps than an opening has
const newer = (a, b) => !b || a.opening > b.opening || (a.opening === b.opening && a.seq > b.seq);

/** Keeps and sends the answers of one attempt of one pupil. `on` hears `change()`, `verdict(entry, verdict, code)`,
 *  `state(message)`, `trouble(trouble)` and `unwished()`: a hand-in was given up. */
export class Queue {
  constructor(scope, store, on) {
    Object.assign(this, { store, on });
    this.prefix = `${scope}|`;
    this.session = `${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
    this.opening = null;
    this.seq = 0;
    this.packets = 0;
    this.entries = new Map(); // item → entry without a verdict
    this.flight = new Map(); // packet id → {pairs, submit, at}
    this.safe = new Map(); // item → value the server has, for a page that opens without a line
    this.submitting = false;
    this.wish = 0; // the opening in which the paper was to be handed in
    this.tries = 0;
    this.notBefore = 0;
    this.timer = 0;
    this.line = null;
  }

  /** Brings back what an earlier page left on this device. Call before the first tap. */
  async restore() {
    for (const record of await this.store.all(this.prefix)) {
      if (record.item === "submit") {
        this.submitting = true;
        this.wish = record.opening || 0;
      } else if (record.safe) this.safe.set(record.item, record.value);
      if (record.item === "submit" || record.safe) continue;
      record.laid = true;
      if (record.opening === null) record.opening = this.numbered(record.key);
      const other = this.entries.get(record.item);
      const rank = (entry) => (entry.opening === null ? Infinity : entry.opening);
      const wins = !other || rank(record) > rank(other) || (rank(record) === rank(other) && record.seq > other.seq);
      const loser = wins ? other : record;
      if (wins) this.entries.set(record.item, record);
      if (loser) this.store.drop(loser.key);
    }
    // Unnumbered ones belong to an opening that never was: they become the first of this one.
    const orphans = [...this.entries.values()].filter((entry) => entry.opening === null);
    orphans.sort((a, b) => a.seq - b.seq);
    for (const entry of orphans) entry.seq = ++this.seq;
  }

  /** The number that the opening of this record got after all, where the record itself could not be written again. */
  numbered(key) {
    try {
      return Number(localStorage.getItem(`opening:${key.slice(0, key.lastIndexOf("|"))}`)) || null;
    } catch (error) {
      return null;
    }
  }

  /** The newest number that an opening on this device got; 0 where none is known. */
  get known() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(`opening:${this.prefix}`));
      return Math.max(0, ...keys.map((key) => Number(localStorage.getItem(key))));
    } catch (error) {
      return 0;
    }
  }

  get waiting() {
    return this.entries.size;
  }

  /** Whether all that waits was laid by on the device, as far as the device can. */
  get laid() {
    return [...this.entries.values()].every((entry) => entry.laid);
  }

  /** The value of an item that waits for its verdict, or undefined. */
  waits(item) {
    const entry = this.entries.get(item);
    return entry && entry.value;
  }

  /** Whether what waits for this item was given after what the server has. */
  ahead(item, stored) {
    const entry = this.entries.get(item);
    return Boolean(entry) && (entry.opening === null || newer(entry, stored));
  }

  /** A tap: on the device first, then on its way. */
  async put(item, value) {
    const key = `${this.prefix}${this.session}|${item}`;
    const entry = { key, item, value, opening: this.opening, seq: ++this.seq, asked: 0 };
    const before = this.entries.get(item);
    this.entries.set(item, entry);
    this.on.change();
    await this.store.put(this.plain(entry));
    entry.laid = true;
    this.on.change();
    if (before && before.key !== key) this.store.drop(before.key);
    this.flush();
  }

  /** The server has numbered this opening: what was tapped before takes the number, too. Where another device has opened
   *  the paper since this one last did, it belongs behind that one's answers, and a hand-in from then is off. */
  opened(number) {
    const { known } = this;
    const elsewhere = known > 0 && number > known + 1;
    this.opening = number;
    try {
      localStorage.setItem(`opening:${this.prefix}${this.session}`, number);
    } catch (error) {
      // then the records themselves must do
    }
    for (const entry of this.entries.values()) {
      if (entry.opening !== null) continue;
      entry.opening = elsewhere ? known : number;
      if (elsewhere) entry.seq += AFTER_ALL;
      this.store.put(this.plain(entry));
    }
    if (this.submitting && number > this.wish + 1) {
      this.submitted();
      this.on.unwished();
    } else if (this.submitting) this.wished(number);
    this.flush();
  }

  /** Hands the paper in with everything that has no verdict yet. Kept until the server says "submitted". */
  async submit() {
    this.submitting = true;
    this.on.change();
    await this.wished(this.opening ?? this.known);
    this.flush();
  }

  wished(opening) {
    this.wish = opening;
    return this.store.put({ key: `${this.prefix}submit`, item: "submit", opening });
  }

  plain({ key, item, value, opening, seq }) {
    return { key, item, value, opening, seq };
  }

  /** Sends at once, past any waiting time: the line has come back. */
  hurry() {
    this.tries = 0;
    this.notBefore = 0;
    this.flight.clear();
    this.flush();
  }

  /** Sends what is not under way. */
  flush() {
    if (!this.line || this.opening === null) return;
    const now = performance.now();
    if (now < this.notBefore) return this.later(this.notBefore - now);
    const batch = this.batch();
    const last = this.submitting && batch.length === this.entries.size;
    if ((batch.length || last) && ![...this.flight.values()].some((sent) => last && sent.submit)) this.post(batch, last);
    if (this.entries.size || this.submitting) this.later(AGAIN);
  }

  /** Entries for one packet. A hand-in carries all, also those under way; otherwise only what is not. */
  batch() {
    const under = new Set();
    if (!this.submitting) for (const sent of this.flight.values()) for (const pair of sent.pairs) under.add(pair);
    const all = [...this.entries.values()].filter((entry) => !under.has(this.pair(entry)));
    const batch = [];
    let size = 200;
    for (const entry of all.sort((a, b) => a.opening - b.opening || a.seq - b.seq)) {
      size += bytes(JSON.stringify(entry.value)) + 60;
      if (batch.length === MOST || size > MOST_BYTES) break;
      batch.push(entry);
    }
    return batch;
  }

  pair(entry) {
    return `${entry.item}:${entry.opening}:${entry.seq}`;
  }

  post(batch, submit) {
    const id = `${this.session.slice(0, 12)}-${++this.packets}`;
    const given = batch.filter(({ item }) => item !== PREDICTION);
    const answers = given.map(({ item, value, opening, seq }) => ({ item, value, opening, seq }));
    const packet = { type: "answers", id, answers, submit, opening: this.opening };
    const guess = batch.find(({ item }) => item === PREDICTION);
    if (guess) packet.prediction = Number(guess.value[0]);
    if (!this.line.send(packet)) return;
    this.flight.set(id, { pairs: batch.map((entry) => this.pair(entry)), submit, at: performance.now() });
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.expire(), wait);
  }

  /** Packets unanswered for 2.5 s count as lost; the next try waits longer, with full jitter. */
  expire() {
    const now = performance.now();
    let lost = 0;
    for (const [id, sent] of this.flight) {
      if (now - sent.at < AGAIN - 50) continue;
      this.flight.delete(id);
      lost += 1;
    }
    if (lost) {
      this.notBefore = now + jitter(AGAIN, this.tries++, LONGEST);
      this.on.change();
    }
    this.flush();
  }

  /** An answer from the line, whichever way it came. */
  answer(message) {
    if (message.type === "error") return this.failed(message);
    if (message.type !== "verdicts") return undefined;
    const { pairs = [] } = this.flight.get(message.id) || {};
    this.flight.delete(message.id);
    this.tries = 0;
    const guess = this.entries.get(PREDICTION);
    if (guess && pairs.includes(this.pair(guess))) this.judged({ ...guess, verdict: "stored" });
    for (const verdict of message.verdicts) this.judged(verdict);
    if (message.submitted || message.state !== "sitting") this.submitted();
    this.on.state(message);
    this.on.change();
    return this.flush();
  }

  judged({ item, opening, seq, verdict, code }) {
    const entry = this.entries.get(item);
    if (!entry || newer(entry, { opening, seq })) return;
    if (code === "server_error" && ++entry.asked < GIVE_UP) {
      this.notBefore = performance.now() + jitter(AGAIN, entry.asked, LONGEST);
      return;
    }
    this.entries.delete(item);
    this.store.drop(entry.key);
    if (verdict === "stored") this.keep(item, entry.value);
    this.on.verdict(entry, verdict, code || "");
  }

  /** Remembers on the device what the server has. */
  keep(item, value) {
    if (String(this.safe.get(item)) === String(value)) return;
    this.safe.set(item, value);
    this.store.put({ key: `${this.prefix}safe|${item}`, item, value, safe: true });
  }

  /** Leaves nothing of a finished attempt on the device but what has no verdict. */
  forget() {
    for (const item of this.safe.keys()) this.store.drop(`${this.prefix}safe|${item}`);
    this.safe.clear();
  }

  /** The hand-in is done with: it has come to its end, or another device goes on. */
  submitted() {
    if (this.submitting) this.store.drop(`${this.prefix}submit`);
    this.submitting = false;
  }

  /** The whole packet failed: wait as long as the server asks, then send again. */
  failed({ id, code, retry_ms: wait }) {
    if (id) this.flight.delete(id);
    else this.flight.clear();
    this.notBefore = performance.now() + (wait || 1000) + jitter(AGAIN, this.tries++, LONGEST);
    this.on.trouble({ status: 200, code });
    this.later(this.notBefore - performance.now());
  }

  /** An HTTP request was refused or lost. */
  refused(trouble) {
    this.flight.delete(trouble.id);
    this.notBefore = performance.now() + (trouble.wait || 0) + jitter(AGAIN, this.tries++, LONGEST);
    this.on.trouble(trouble);
    this.later(this.notBefore - performance.now());
  }
}
