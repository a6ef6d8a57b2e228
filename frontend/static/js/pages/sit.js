// The sitting page: what the pupil does goes into the queue, what the server says goes onto the page.

import "../elements/single.js";
import "../elements/multiple.js";
import "../elements/matching.js";
import "../elements/ordering.js";
import "../elements/written.js";
import "../elements/prediction.js";
import "../elements/save_chip.js";
import "../elements/time_left.js";
import { dismiss, note, notice, receipt, watchLeaving } from "../lib/around.js";
import { Clock } from "../lib/clock.js";
import { jitter } from "../lib/jitter.js";
import { Line } from "../lib/line.js";
import { asSent, layBy, leaveNothing, leaveWith, toldTime } from "../lib/offline.js";
import { Paper, shortcuts } from "../lib/paper.js";
import { Queue } from "../lib/queue.js";
import { Standing } from "../lib/standing.js";
import { Store } from "../lib/store.js";
import { ask } from "../lib/web.js";

const html = asSent();
const form = document.getElementById("paper");
const facts = form.dataset;
const scope = `${facts.attempt}:${facts.user}`;
const clock = new Clock(facts.serverNow);
const paper = new Paper(form, `paper:${scope}`);
const chips = [...document.querySelectorAll("save-chip")];
const box = document.getElementById("confirm"); // asks whether to hand in
const guess = form.querySelector("number-guess"); // where a prediction is asked for
const byItem = new Map(paper.items.map((item) => [item.item, item]));

let barred = 0; // 401, 403 or 404: answers wait until the pupil is logged in again
let late = 0;
let refused = 0; // came after the paper was in
let oldest = 0; // when the oldest waiting answer began to wait
let over = false; // the time is up
let asking = 0; // timer of the question how the attempt stands, once the time is up
const stored = new Set(); // items whose shown answer the server has

const at = new Standing(facts, clock, { change: stands, clock: runClock, told, alone: () => !line.open });
const queue = new Queue(scope, new Store(), {
  change: paint,
  verdict: judged,
  state: (message) => at.heard(message),
  trouble,
  unwished: () => {
    note("unwished", true);
    scrollTo(0, 0);
  },
});
const line = new Line(facts.ws, `${facts.api}/answers`, {
  onAnswer: (message, sent) => {
    barred = 0;
    if (sent && message.server_time) told(message.server_time, sent);
    if (message.type === "notice") notice(message);
    else if (message.type === "standing") at.heard(message);
    else queue.answer(message);
  },
  onTrouble: (problem) => queue.refused(problem),
  onChange: () => {
    if (line.open && !barred) queue.hurry();
    paint();
  },
});

function told(time, sent) {
  clock.sync(time, sent);
  toldTime(`clock:${scope}`, clock.now());
}

function paint() {
  const waiting = queue.waiting;
  oldest = waiting ? oldest || performance.now() : 0;
  const slow = waiting > 0 && performance.now() - oldest > 6000;
  const linked = line.reachable && !slow;
  for (const chip of chips) chip.show({ waiting, laid: queue.laid, linked, barred, numbered: queue.opening !== null });
  note("offline", !barred && !over && waiting > 0 && !linked && !queue.submitting, waiting);
  note("login", barred === 401 || barred === 403);
  note("foreign", barred === 404);
  note("handing", queue.submitting && linked && !barred);
  note("unsent", queue.submitting && (!linked || barred), waiting);
  note("memory", !queue.store.lasting);
  for (const spot of document.querySelectorAll("[data-stored]")) spot.textContent = `${safe()}/${paper.done}`;
  const shut = queue.submitting || at.shut || over;
  paper.lock(shut || barred === 404, guess); // what another child taps here is not this one's
  if (shut && box.open) box.close(); // a question that nobody can answer any more would cover the page
}

/** How many answered questions the server has as they stand here. */
function safe() {
  return paper.items.filter((item) => stored.has(item.item) && item.value.length).length;
}

/** A verdict: the item is safe, or what became of it is said plainly. */
function judged(entry, verdict, code) {
  const { number } = (byItem.get(entry.item) || guess).dataset;
  if (verdict === "stored" || verdict === "superseded") stored.add(entry.item);
  if (verdict === "superseded" && !at.away) note("elsewhere", true, number);
  if (verdict === "late") note("late", true, ++late);
  if (code === "attempt_closed") refused += 1;
  else if (verdict === "refused" && at.sitting) note("refused", true, number);
}

/** Something in how the attempt stands has changed. */
function stands() {
  if (at.sitting && !document.getElementById("finish").hidden) return void location.reload(); // open again
  if (at.away) queue.submitted();
  paint();
  if (!at.sitting && !queue.waiting) finish();
  if (over && at.sitting && at.left > 1000) timeAfterAll();
}

function trouble({ status }) {
  if (status === 409) {
    at.move(true);
    queue.hurry(); // what it holds goes by HTTP now
  }
  if ([401, 403, 404].includes(status)) barred = status;
  else if (status) barred = 0;
  paint();
}

/** The paper is in, or closed by time: everything else leaves the screen. */
function finish() {
  const done = document.getElementById("finish");
  if (!done.hidden) return;
  line.end();
  queue.forget();
  paper.forget();
  leaveNothing();
  clearInterval(painter);
  for (const part of document.querySelectorAll("[data-sitting]")) part.hidden = true;
  for (const part of done.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== at.state;
  for (const spot of done.querySelectorAll("[data-received]")) spot.textContent = safe();
  note("late-end", late > 0 && at.state !== "cancelled", late);
  note("refused-end", refused > 0, refused);
  done.hidden = false;
  scrollTo(0, 0);
  done.querySelector("h1").focus();
  if (at.state !== "cancelled") receipt(facts.api);
}

/** The time is up: nothing more can be chosen, what waits is sent, the server closes the paper. */
function timeUp() {
  if (over) return;
  over = true;
  note("over", at.sitting);
  scrollTo(0, 0);
  paint();
  queue.flush();
  asking = setTimeout(closing, 8000 + jitter(4000, 0, 4000));
}

/** It was not the end: more time was given, or the server's clock says otherwise than this device's. */
function timeAfterAll() {
  over = false;
  clearTimeout(asking);
  note("over", false);
  paint();
  runClock();
}

function runClock() {
  document.querySelector("time-left").run(clock, facts.started, () => at.due, timeUp, at.paused ? at.left : undefined);
}

async function closing() {
  if (!over) return;
  if (at.sitting) await at.ask();
  if (!at.sitting && !queue.waiting) finish();
  else if (over) asking = setTimeout(closing, 3000 + jitter(4000, 1, 8000));
}

/** Asks for the number of this opening and for what is stored, until it comes. */
async function openPaper(tries = 0) {
  const answer = await ask(`${facts.api}/openings`, {});
  line.reachable = answer.status !== 0;
  if (!answer.ok) {
    trouble(answer);
    if (answer.body.code === "attempt_closed" || answer.status === 409) return void location.assign(facts.result);
    setTimeout(() => openPaper(tries + 1), 500 + answer.wait + jitter(1000, tries, 15000));
    return;
  }
  barred = 0;
  told(answer.body.server_time, answer.sent);
  opened(answer.body);
}

function opened(body) {
  queue.opened(body.opening); // first: which of the answers here are newer than the server's follows from it
  show(body);
  at.opened(body.opening);
  at.heard(body);
  paper.mark();
  paint();
  line.socketPath = `${facts.ws}?opening=${body.opening}&ticket=${body.ticket || ""}`;
  line.connect();
}

/** What the server has, but for what was given here after it. */
function show({ answers, prediction }) {
  const guessed = guess && prediction !== null ? [{ item: guess.item, value: [String(prediction)], opening: 0, seq: 0 }] : [];
  for (const one of [...answers, ...guessed]) {
    if (queue.ahead(one.item, one)) continue;
    stored.add(one.item);
    queue.keep(one.item, one.value);
    const element = byItem.get(one.item) || guess;
    if (element) element.value = one.value;
  }
}

const acts = {
  before: () => paper.show(paper.now - 1),
  next: () => (paper.now + 1 < paper.items.length ? paper.show(paper.now + 1) : paper.looking(true)),
  flag: () => paper.flag(),
  review: () => paper.looking(true),
  back: () => paper.show(paper.now),
  submit: askToHandIn,
  guess: () => {
    paper.show(paper.items.length - 1, false);
    guess.inputs[0].focus();
  },
  here: () => {
    if (queue.opening === null) return;
    queue.opening = null;
    openPaper();
  },
  dismiss,
  retry: () => {
    line.again();
    queue.hurry();
  },
};

function handIn() {
  note("unwished", false);
  if (!at.away) queue.submit();
  scrollTo(0, 0); // where it is said whether the hand-in has gone
}

function askToHandIn() {
  const open = paper.open.length;
  box.querySelector("[data-open]").hidden = !open;
  if (!box.showModal) {
    if (window.confirm(box.querySelector("h2").textContent)) handIn();
    return;
  }
  box.showModal();
}

function listen() {
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("answer", (event) => {
    queue.put(event.target.item, event.target.value);
    stored.delete(event.target.item);
    paper.mark();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button && acts[button.dataset.act]) {
      event.preventDefault();
      acts[button.dataset.act]();
      return;
    }
    const link = event.target.closest("[data-list] a");
    if (!link) return;
    event.preventDefault();
    location.replace(link.getAttribute("href")); // closes the sheet without a step in the history
    paper.show(Number(link.textContent) - 1);
  });
  box.addEventListener("close", () => {
    if (box.returnValue === "submit") handIn();
    box.returnValue = "";
  });
  shortcuts(paper, (name) => acts[name]());
  leaveWith(document.querySelectorAll("form[data-leave]"));
  addEventListener("beforeunload", (event) => {
    if (queue.waiting && !queue.store.lasting) event.preventDefault(); // nothing on this device would survive
  });
}

/** Answers that this device holds, and taps made before this script came. */
async function revive() {
  await queue.store.open();
  await queue.restore();
  for (const item of guess ? [...paper.items, guess] : paper.items) {
    const tapped = item.value;
    const waiting = queue.waits(item.item);
    if (String(tapped) !== String(item.brought)) queue.put(item.item, tapped);
    else if (waiting !== undefined) item.value = waiting;
    else if (queue.safe.has(item.item)) item.value = queue.safe.get(item.item);
  }
}

const painter = setInterval(paint, 1000);

async function start() {
  clock.recall(toldTime(`clock:${scope}`));
  await revive();
  listen();
  paper.show(paper.now, false);
  document.documentElement.classList.add("js", "ready");
  for (const part of document.querySelectorAll(".nojs")) part.hidden = true;
  runClock();
  queue.line = line;
  paint();
  if (facts.opened) {
    history.replaceState(null, "", form.action); // the start was posted: loading this page again is to get the paper
    opened(JSON.parse(facts.opened));
  } else openPaper();
  at.look();
  watchLeaving(`${facts.api}/signals`, () => at.sitting && !over);
  if (!at.paused) layBy(html); // a covered paper would stay covered without a line
}

start();
