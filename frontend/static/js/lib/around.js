// What happens around a paper: its notes, words of the teacher, the page left and come back to, the receipt at the end.

import { jitter } from "./jitter.js";
import { ask } from "./web.js";

const LEFT = 3000;

/** Shows or hides one of the page's notes, with its number. */
export function note(name, yes, count) {
  const box = document.getElementById(`note-${name}`);
  if (!box) return;
  box.hidden = !yes;
  const spot = box.querySelector("[data-n]");
  if (spot && count !== undefined) spot.textContent = count;
}

/** The newest word to everybody stays until it is read away. */
export function notice(message) {
  const box = document.getElementById("note-notice");
  if (!message || !box || Date.parse(box.dataset.at) === Date.parse(message.at)) return;
  box.dataset.at = message.at;
  box.querySelector("[data-text]").textContent = message.text;
  box.querySelector("[data-time]").textContent = clockTime(message.at);
  box.hidden = false;
}

export const dismiss = () => note("notice", false);

function clockTime(iso) {
  const { lang, dataset } = document.documentElement;
  return new Date(iso).toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: dataset.zone || undefined });
}

/** Tells the server how long the page was out of sight, as the rules announce. It never waits for that. */
export function watchLeaving(url, sitting) {
  let since = 0;
  let owed = [];
  const send = async () => {
    const list = owed;
    owed = [];
    for (const ms of list) if (!(await ask(url, { ms })).status) owed.push(ms);
  };
  document.addEventListener("visibilitychange", () => {
    const away = since && Math.round(performance.now() - since);
    since = document.hidden ? performance.now() : 0;
    if (away < LEFT || document.hidden || !sitting()) return;
    owed.push(away);
    send();
  });
  addEventListener("online", send);
}

/** What the server holds, once it is over: asked for a little later, not by everybody at once. */
export function receipt(url, tries = 0) {
  setTimeout(async () => {
    const { ok, body } = await ask(url);
    if (!ok && tries < 5) return void receipt(url, tries + 1);
    if (!body.receipt) return;
    const box = document.getElementById("receipt");
    const facts = { code: body.receipt, held: body.answered, time: clockTime(body.ended_at) };
    for (const [name, text] of Object.entries(facts)) box.querySelector(`[data-${name}]`).textContent = text;
    box.hidden = false;
  }, jitter(2000, tries, 20000));
}
