// The result page: figures in the reader's way of writing, the filter, a soft wait, and what this device still holds.

import { points } from "../elements/board.js";
import { Clock } from "../lib/clock.js";
import { jitter } from "../lib/jitter.js";
import { Line } from "../lib/line.js";
import { Queue } from "../lib/queue.js";
import { Store } from "../lib/store.js";
import { ask } from "../lib/web.js";
import "../elements/own_place.js";

const page = document.getElementById("result");
const facts = page.dataset;

for (const spot of document.querySelectorAll("[data-points]")) {
  if (spot.tagName === "SPAN") spot.textContent = points(Number(spot.dataset.points));
}
for (const spot of document.querySelectorAll("[data-ms]")) {
  const seconds = Math.floor(Number(spot.dataset.ms) / 1000);
  spot.textContent = spot.dataset.minutes.replace("%m", Math.floor(seconds / 60)).replace("%s", seconds % 60);
}

function filter() {
  const bar = document.querySelector(".jsfilter");
  if (!bar) return;
  const wrong = document.querySelectorAll("article[data-right=no]").length;
  bar.querySelector("[data-wrong]").textContent = wrong;
  bar.hidden = !wrong;
  bar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    for (const one of bar.children) one.setAttribute("aria-pressed", one === button);
    for (const item of document.querySelectorAll("article[data-right]")) {
      item.hidden = button.dataset.filter === "wrong" && item.dataset.right === "yes";
    }
  });
}

/** Results open when the contest closes: look again then, softly, never in step with the others. */
function wait() {
  if (facts.wait !== "yes") return;
  const left = new Clock(facts.serverNow).left(facts.closes);
  setTimeout(() => location.reload(), Math.min(left + 20000, 300000) + jitter(20000, 0, 20000));
}

function note(name, count) {
  const box = document.getElementById(name);
  box.hidden = !count;
  box.querySelector("[data-n]").textContent = count;
}

/** Answers that never left this device: sent now, kept aside by the server when they come too late. */
async function sendRest() {
  const store = new Store();
  let late = 0;
  const queue = new Queue(`${facts.attempt}:${facts.user}`, store, {
    change: () => note("unsent", queue.waiting),
    verdict: (entry, verdict) => note("late", verdict === "late" ? ++late : late),
    state: () => undefined,
    trouble: () => undefined,
    unwished: () => undefined,
  });
  await store.open();
  await queue.restore();
  queue.submitting = false;
  store.drop(`${queue.prefix}submit`);
  queue.forget();
  if (!queue.waiting) return;
  note("unsent", queue.waiting);
  queue.line = new Line("", `${facts.api}/answers`, {
    onAnswer: (message) => queue.answer(message),
    onTrouble: (trouble) => queue.refused(trouble),
    onChange: () => undefined,
  });
  number(queue);
}

/** Without a number of their own they would be taken for older than what stands: it is asked for until it comes. */
async function number(queue, tries = 0) {
  const { ok, status, body, wait: rest } = await ask(`${facts.api}/openings`, {});
  if (ok) queue.opened(body.opening);
  else if (!status || status === 429 || status >= 500) {
    setTimeout(() => number(queue, tries + 1), 500 + rest + jitter(1000, tries, 15000));
  }
}

filter();
wait();
sendRest();
