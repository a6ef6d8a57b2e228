// Tries this device before the day: scripts, the direct line, an answer kept, storage, the clock. Then says it in words.

import { Clock } from "../lib/clock.js";
import { Store } from "../lib/store.js";
import { ask, socketAddress } from "../lib/web.js";

const page = document.querySelector("[data-rehearsal]");
const again = page.querySelector("[data-again]");
const NAME = "rehearsal:device";
const PATIENCE = 6000;
const SLOW = 1500;
const FAST_CLOCK = 60000;

/** The same name for this device each time it is tried; the page's where nothing can be kept. */
function device() {
  try {
    const known = localStorage.getItem(NAME) || page.dataset.device;
    localStorage.setItem(NAME, known);
    return known;
  } catch (error) {
    return page.dataset.device;
  }
}

/** Whether a socket is let through at all: the server accepts before it says no. */
function line() {
  return new Promise((resolve) => {
    let socket;
    const over = (yes) => {
      clearTimeout(timer);
      if (socket) socket.onopen = socket.onerror = socket.onclose = null;
      if (socket) socket.close();
      resolve(yes);
    };
    const timer = setTimeout(() => over(false), PATIENCE);
    try {
      socket = new WebSocket(socketAddress(page.dataset.ws));
      socket.onopen = () => over(true);
      socket.onerror = socket.onclose = () => over(false);
    } catch (error) {
      over(false);
    }
  });
}

/** Whether an answer would outlast a cut line and a closed window. */
async function storage() {
  const store = new Store();
  await store.open();
  await store.put({ key: "rehearsal:trial", value: ["a"] });
  const found = await store.all("rehearsal:trial");
  await store.drop("rehearsal:trial");
  return store.lasting && found.length > 0;
}

/** The middle one of three ways there and back, or null when none came back. */
async function roundTrip(clock) {
  const trips = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = await ask(page.dataset.api);
    if (!answer.ok) continue;
    trips.push(performance.now() - answer.sent);
    clock.sync(answer.body.server_time, answer.sent);
  }
  trips.sort((a, b) => a - b);
  return trips.length ? Math.round(trips[Math.floor(trips.length / 2)]) : null;
}

/** A step's mark: "wait", "ok", "look" or "bad". */
function mark(name, state) {
  for (const part of page.querySelectorAll(`[data-step=${name}] [data-state]`)) part.hidden = part.dataset.state !== state;
}

function show(light) {
  for (const part of page.querySelectorAll("[data-light]")) part.hidden = part.dataset.light !== light;
}

function trial() {
  const chosen = page.querySelector("input[type=radio]:checked") || page.querySelector("input[type=radio]");
  return [chosen ? chosen.value : "a"];
}

async function run() {
  again.disabled = true;
  show("wait");
  for (const name of ["line", "storage", "save", "clock"]) mark(name, "wait");
  mark("page", "ok");
  const clock = new Clock(page.dataset.now);
  const [socket, kept, trip] = await Promise.all([line(), storage(), roundTrip(clock)]);
  mark("line", socket ? "ok" : "look");
  mark("storage", kept ? "ok" : "look");
  const off = Math.abs(Date.now() - clock.now());
  mark("clock", off > FAST_CLOCK ? "look" : "ok");
  const { school, room } = page.dataset;
  const body = { device: device(), room, school, answer: trial(), socket, storage: kept, round_trip_ms: trip || 0 };
  const answer = trip === null ? { ok: false } : await ask(page.dataset.api, body);
  const saved = answer.ok && answer.body.verdict === "stored";
  mark("save", !saved ? "bad" : trip > SLOW ? "look" : "ok");
  show(saved ? answer.body.light : "red");
  setTimeout(() => (again.disabled = false), 1500);
}

document.documentElement.classList.add("ready");
again.addEventListener("click", run);
run();
