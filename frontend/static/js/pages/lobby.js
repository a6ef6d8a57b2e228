// The lobby: a ring of eleven beats on the server's clock, one reload when the time has come or something has changed.

import { dismiss, notice } from "../lib/around.js";
import { Clock, countdown, minutes } from "../lib/clock.js";
import { jitter } from "../lib/jitter.js";
import { ask } from "../lib/web.js";

const MINUTE = 60000;
const DAY = 86400000;

function run(box) {
  const clock = new Clock(box.dataset.serverNow);
  const text = box.querySelector("[data-text]");
  const beats = [...box.querySelectorAll("rect")];
  let painted = -1;
  countdown(clock, () => box.dataset.until, (left) => {
    text.textContent = left < 2 * DAY ? minutes(left) : text.dataset.days.replace("%n", Math.floor(left / DAY));
    text.classList.toggle("w", text.textContent.length > 5);
    const on = Math.min(beats.length, Math.ceil(left / MINUTE));
    if (on !== painted) paint(beats, on);
    painted = on;
    // everybody waits for the same second: come back spread over three
    if (left <= 0) setTimeout(() => location.reload(), 300 + jitter(3000, 0, 3000));
  });
}

function paint(beats, on) {
  beats.forEach((beat, place) => {
    beat.classList.toggle("off", place >= on);
    beat.setAttribute("fill", place === on - 1 ? "#f2be1a" : "currentColor");
  });
}

/** A room that waits for its supervisor's word asks every few seconds, everybody else seldom. */
async function look({ api, stamp, soon }) {
  const { ok, body } = await ask(api);
  if (ok) notice(body.notice);
  if (ok && body.stamp !== stamp) setTimeout(() => location.reload(), jitter(2000, 0, 2000));
  else wait({ api, stamp, soon });
}

function wait(facts) {
  const every = facts.soon === "yes" ? 6000 : 30000;
  setTimeout(look, every + jitter(every, 0, every), facts);
}

const box = document.getElementById("lobby");
const asked = document.querySelector("[data-stamp]");
document.documentElement.classList.add("js");
if (box) run(box);
if (asked) wait(asked.dataset);
document.addEventListener("click", ({ target }) => target.closest("[data-act=dismiss]") && dismiss());
// one tap starts one attempt
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", () => setTimeout(() => (form.querySelector("button").disabled = true)));
}
