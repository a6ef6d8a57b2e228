// Moving through a paper: one question at a time, the list of questions, flags, the look back before handing in.

const FILLED = "done";

/** The questions of the page and their numbers in the lists. The elements keep the answers; this keeps the place. */
export class Paper {
  constructor(root, memory) {
    this.root = root;
    this.memory = memory; // key of localStorage for the place and the flags
    this.items = [...root.querySelectorAll("[data-item]")];
    this.now = 0;
    this.flags = new Set();
    this.review = document.getElementById("review");
    this.remembered();
    for (const list of document.querySelectorAll("[data-list]")) this.fill(list);
  }

  remembered() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.memory) || "{}");
      this.now = Math.min(Math.max(0, kept.now || 0), this.items.length - 1);
      this.flags = new Set(kept.flags || []);
    } catch (error) {
      this.flags = new Set();
    }
  }

  remember() {
    try {
      localStorage.setItem(this.memory, JSON.stringify({ now: this.now, flags: [...this.flags] }));
    } catch (error) {
      // without storage the place is lost on reload, the answers are not
    }
  }

  /** The paper is in: place and flags are of no use any more. */
  forget() {
    try {
      localStorage.removeItem(this.memory);
    } catch (error) {
      // nothing is kept there then
    }
  }

  fill(list) {
    for (const item of this.items) {
      const link = document.createElement("a");
      link.href = `#q${item.dataset.number}`;
      link.textContent = item.dataset.number;
      list.append(link);
    }
  }

  get current() {
    return this.items[this.now];
  }

  get done() {
    return this.items.filter((item) => item.value.length).length;
  }

  /** Numbers of the questions without an answer. */
  get open() {
    return this.items.filter((item) => !item.value.length).map((item) => item.dataset.number);
  }

  /** Shows the question at `place`; moves the focus to it unless the page has only just come. */
  show(place, focus = true) {
    if (place < 0 || place >= this.items.length) return;
    this.now = place;
    this.looking(false);
    this.items.forEach((item, at) => {
      item.hidden = at !== place;
      item.classList.toggle("now", at === place);
    });
    this.mark();
    this.remember();
    if (!focus) return;
    scrollTo(0, 0);
    this.current.querySelector("legend").focus({ preventScroll: true });
  }

  /** Opens or closes the look back before handing in. */
  looking(yes) {
    this.review.hidden = !yes;
    this.root.hidden = yes;
    for (const part of document.querySelectorAll("[data-view]")) part.hidden = (part.dataset.view === "review") !== yes;
    document.body.classList.toggle("looking", yes);
    if (!yes) return;
    this.mark();
    scrollTo(0, 0);
    this.review.querySelector("h1").focus({ preventScroll: true });
  }

  /** Nothing can be chosen or handed in, or all of it again. */
  lock(yes, guess) {
    if (yes === this.locked) return;
    this.locked = yes;
    for (const item of guess ? [...this.items, guess] : this.items) item.locked = yes;
    for (const button of document.querySelectorAll("[data-act=submit]")) button.disabled = yes;
  }

  get atReview() {
    return !this.review.hidden;
  }

  flag() {
    const { item } = this.current.dataset;
    if (!this.flags.delete(item)) this.flags.add(item);
    this.mark();
    this.remember();
  }

  /** Paints every number, count and button that depends on answers, flags and place. */
  mark() {
    for (const list of document.querySelectorAll("[data-list]")) {
      [...list.children].forEach((link, at) => this.markLink(link, this.items[at], at, list.dataset));
    }
    const counts = { done: this.done, all: this.items.length, flags: this.flags.size, open: this.open.length, now: this.now + 1 };
    for (const spot of document.querySelectorAll("[data-count]")) spot.textContent = counts[spot.dataset.count];
    for (const button of document.querySelectorAll("[data-act=flag]")) {
      button.setAttribute("aria-pressed", this.flags.has(this.current.dataset.item));
    }
    for (const button of document.querySelectorAll("[data-act=before]")) button.disabled = this.now === 0;
    const last = this.now === this.items.length - 1;
    for (const part of document.querySelectorAll("[data-last]")) part.hidden = (part.dataset.last === "yes") !== last;
  }

  markLink(link, item, at, words) {
    const done = item.value.length > 0;
    const flagged = this.flags.has(item.dataset.item);
    const here = at === this.now && !this.atReview;
    link.classList.toggle(FILLED, done);
    link.classList.toggle("fl", flagged);
    if (here) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    const said = [words.name.replace("%n", item.dataset.number), done ? words.done : words.open];
    if (flagged) said.push(words.flagged);
    link.setAttribute("aria-label", said.join(", "));
    // one stop for the Tab key; the arrows move inside
    link.tabIndex = at === this.now ? 0 : -1;
  }
}

/** The keys of a pupil: 1-6 and A-F choose, arrows move, M flags, Enter goes on. In a text field only Enter. */
export function shortcuts(paper, act) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const at = event.target;
    const list = at.closest("[data-list]");
    if (list) return void walk(list, event);
    if (paper.atReview) return;
    const typing = at.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing && !(event.key === "Enter" && at.matches("input"))) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const place = "123456".indexOf(key) >= 0 ? Number(key) - 1 : key.length === 1 ? "abcdef".indexOf(key) : -1;
    if (place >= 0) paper.current.pick(place);
    else if (key === "ArrowLeft") act("before");
    else if (key === "ArrowRight") act("next");
    else if (key === "m") act("flag");
    else if (key === "Enter" && !at.closest("a, button, summary")) act("next");
    else return;
    event.preventDefault();
  });
}

function walk(list, event) {
  const links = [...list.children];
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const next = links[links.indexOf(event.target) + step];
  if (next) next.focus();
  event.preventDefault();
}
