// The ten leaders as rows that move to their new places.

const LANGUAGE = document.documentElement.lang || "vi";
const number = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 2 });

/** Points arrive in hundredths. */
export const points = (hundredths) => number.format(hundredths / 100);
export const whole = (count) => number.format(count);
const clock = new Intl.DateTimeFormat(LANGUAGE, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: document.documentElement.dataset.zone || undefined,
});
export const time = (iso) => clock.format(new Date(iso));

function part(tag, name, text) {
  const one = document.createElement(tag);
  if (name) one.className = name;
  if (text !== undefined) one.textContent = text;
  return one;
}

/** `show(board)` paints the top of a board. */
export class BoardRows extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector("ol");
    this.rows = new Map();
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    addEventListener("resize", () => this.fit()); // full screen
  }

  show({ top, frozen }) {
    const before = new Map([...this.rows].map(([name, row]) => [name, row.getBoundingClientRect().top]));
    const most = Math.max(1, ...top.map((row) => row.points));
    const seen = new Map();
    const rows = top.map((row) => {
      // two of one name and group are told apart by their order
      const base = `${row.name}|${row.group}`;
      seen.set(base, (seen.get(base) || 0) + 1);
      const name = `${base}|${seen.get(base)}`;
      const line = this.rows.get(name) || this.made();
      this.fill(line, row, most);
      return [name, line];
    });
    this.rows = new Map(rows);
    this.list.replaceChildren ? this.list.replaceChildren(...this.rows.values()) : this.refill();
    this.list.classList.toggle("frozen", frozen);
    const none = this.querySelector("[data-none]");
    if (none) none.hidden = top.length > 0;
    this.list.hidden = top.length === 0;
    this.fit();
    if (!this.still.matches) this.move(before);
  }

  /** What is too long for one line takes two smaller ones: nothing is cut off. */
  fit() {
    const texts = [...this.querySelectorAll(".nm, .pill")];
    for (const text of texts) text.classList.remove("two");
    const long = texts.filter((text) => text.scrollWidth > text.clientWidth);
    for (const text of long) text.classList.add("two");
  }

  refill() {
    this.list.textContent = "";
    for (const row of this.rows.values()) this.list.append(row);
  }

  made() {
    const line = part("li");
    const bar = part("progress");
    bar.setAttribute("aria-hidden", "true");
    line.append(bar, part("span", "rk"), part("span", "mv"), part("b", "nm"), part("span", "pill"), part("span", "sc"));
    return line;
  }

  fill(line, row, most) {
    const [bar, rank, move, name, group, score] = line.children;
    bar.max = most;
    bar.value = row.points;
    rank.textContent = row.rank;
    if (row.tied) rank.append(part("span", "vh", `, ${this.dataset.tied}`), part("span", "tie", "="));
    const [kind, word, sign] =
      row.move > 0 ? ["up", this.dataset.up, "▲"] : row.move < 0 ? ["dn", this.dataset.down, "▼"] : ["eq", this.dataset.same, "–"];
    move.className = `mv ${kind}`;
    move.replaceChildren ? move.replaceChildren() : (move.textContent = "");
    move.append(part("span", "vh", `${word} `), row.move ? `${sign} ${Math.abs(row.move)}` : sign);
    name.textContent = name.title = row.name;
    name.classList.toggle("long", row.name.length > 30);
    group.textContent = group.title = row.group;
    group.classList.toggle("long", row.group.length > 26);
    group.hidden = !row.group;
    score.textContent = points(row.points);
  }

  /** First, last, invert, play: each row starts where it stood and slides to where it stands. */
  move(before) {
    for (const [name, row] of this.rows) {
      const was = before.get(name);
      if (!row.animate) return;
      if (was === undefined) {
        if (before.size) row.animate([{ opacity: 0 }, { opacity: 1 }], 300);
        continue;
      }
      const shift = was - row.getBoundingClientRect().top;
      if (Math.abs(shift) > 1) row.animate([{ transform: `translateY(${shift}px)` }, { transform: "none" }], { duration: 300, easing: "ease-out" });
    }
  }
}

customElements.define("board-rows", BoardRows);
