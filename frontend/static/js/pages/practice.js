// Practice: one question at a time, its verdict at once, or later when the line is back.

import "../elements/multiple.js";
import "../elements/ordering.js";
import "../elements/single.js";
import "../elements/written.js";
import { jitter } from "../lib/jitter.js";
import { ask } from "../lib/web.js";

const at = (id) => document.getElementById(id);
const page = at("practice"); // null where one begins
const later = at("later");
const { api, user } = later.dataset;
const NAME = `practice:${user}`;
const all = [...document.querySelectorAll("[data-question]")].map((box) => ({
  box,
  answer: box.querySelector("[data-item]"),
  state: "", // sent, waiting, gone, or the outcome
}));
let now = 0;
let memory = [];
let [busy, tries, timer] = [false, 0, 0];

/** Answers without a verdict; `list` replaces them. */
function kept(list) {
  if (list) memory = list;
  try {
    if (list) localStorage.setItem(NAME, JSON.stringify(list));
    return JSON.parse(localStorage.getItem(NAME)) || memory;
  } catch (error) {
    return memory;
  }
}

const mine = ({ revision, moment }) => page && String(moment) === page.dataset.moment && all.find((q) => q.answer.item === revision);

function say(text) {
  at("said").hidden = !text;
  at("said").lastElementChild.textContent = text;
}

/** Sends what is kept until the line breaks, then tries again by itself. */
async function flush() {
  if (busy) return;
  busy = true;
  clearTimeout(timer);
  let entry;
  while ((entry = kept()[0])) {
    const { revision, moment } = entry;
    const { ok, status, body } = await ask(api, { ...entry, user: Number(user) });
    if (!ok) say(body.detail || "");
    if (!ok && (!status || status >= 500 || ["csrf", "other_user"].includes(body.code))) break;
    tries = 0;
    kept(kept().filter((one) => one.revision !== revision || one.moment !== moment));
    settle(mine(entry), ok ? body : { outcome: "gone", html: "" });
  }
  busy = false;
  if (entry) {
    timer = setTimeout(flush, 2000 + jitter(4000, tries++, 60000));
    all.forEach(wait);
  }
  paint();
}

/** A verdict stands where its question does, one of an earlier page at the end. */
function settle(q, { outcome, html }) {
  if (!q) {
    later.hidden = later.hidden && !html;
    later.insertAdjacentHTML("beforeend", html);
    return;
  }
  q.state = outcome;
  q.box.firstElementChild.hidden = Boolean(html);
  q.box.lastElementChild.innerHTML = html;
  paint();
  page.querySelector("[data-voice]").textContent = page.dataset[outcome] || "";
  if (q === all[now]) (q.box.querySelector("[data-verdict]") || at("next").firstChild).focus();
}

/** The answer is kept, the pupil may go on. */
function wait(q) {
  if (q.state !== "sent") return;
  q.state = "waiting";
  paint();
  if (q === all[now]) at("waiting").focus();
}

function paint() {
  const left = kept().length;
  at("kept").hidden = !left || busy;
  at("kept").querySelector("b").textContent = left;
  if (!page) return;
  const over = now >= all.length;
  all.forEach((q, place) => {
    q.box.hidden = over ? !q.state : place !== now;
    q.box.querySelector(".act").hidden = Boolean(q.state);
  });
  const { state } = all[now] || {};
  at("waiting").hidden = state !== "waiting";
  at("next").hidden = !state || state === "sent";
  at("end").hidden = !over;
  page.querySelector("[data-going]").hidden = over;
  page.querySelector("[data-now]").textContent = now + 1;
  page.querySelector("progress").value = all.filter((q) => q.state).length;
  for (const spot of page.querySelectorAll("[data-count]")) spot.textContent = all.filter((q) => q.state === spot.dataset.count).length;
  for (const part of page.querySelectorAll("[data-last]")) part.hidden = (part.dataset.last === "yes") !== (now + 1 >= all.length);
}

/** Enter and the buttons: answer, then the next question, at last the summary. */
function go() {
  const q = all[now];
  if (!q || q.state === "sent") return;
  if (q.state) return void show(now + 1);
  const { value, item } = q.answer;
  q.box.querySelector("[data-none]").hidden = value.length > 0;
  if (!value.length) return void q.answer.inputs[0].focus();
  say("");
  q.state = "sent";
  q.answer.locked = true;
  kept([...kept(), { revision: item, moment: Number(page.dataset.moment), value }]);
  paint();
  setTimeout(wait, 4000, q);
  flush();
}

function show(place) {
  now = place;
  paint();
  scrollTo(0, 0);
  (all[now] ? all[now].box.querySelector("legend") : at("end-h")).focus({ preventScroll: true });
}

function keys(event) {
  const { target, key } = event;
  if (event.ctrlKey || event.altKey || event.metaKey || !all[now] || target.closest("summary, select, [type=text]")) return;
  const place = key.length === 1 ? "123456abcdef".indexOf(key.toLowerCase()) % 6 : -1;
  if (place >= 0) all[now].answer.pick(place);
  if (key === "Enter" && !target.closest("a, button")) go(event.preventDefault());
}

if (page) {
  page.addEventListener("submit", (event) => go(event.preventDefault()));
  at("next").addEventListener("click", go);
  document.addEventListener("keydown", keys);
  document.documentElement.classList.add("ready");
}
addEventListener("online", flush);
flush();
