// The lobby: a ring of eleven beats on the server's clock, one reload when the time has come.

import { Clock, countdown, minutes } from "../lib/clock.js";
import { jitter } from "../lib/jitter.js";

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

const box = document.getElementById("lobby");
if (box) run(box);
// one tap starts one attempt
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", () => setTimeout(() => (form.querySelector("button").disabled = true)));
}
