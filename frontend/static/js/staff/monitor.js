// The supervisor's table: rows and counts as they change, pushed by the socket, fetched while there is none.

import { jitter } from "../lib/jitter.js";
import { socketAddress } from "../lib/web.js";

const POLL = 10000;
const STALE = 30000;
const form = document.querySelector("[data-monitor]");
const spot = (name) => document.querySelector(`[data-${name}]`);
let offset = 0;
let alive = performance.now();
let socket = null;
let tries = 0;

function parsed(html) {
  const box = document.createElement("template");
  box.innerHTML = html;
  return box.content;
}

/** A newer piece in an older one's place; ticks and the focus stay. */
function put(old, piece) {
  if (old.isEqualNode(piece)) return;
  const tick = old.querySelector("input:checked");
  const at = old.contains(document.activeElement) ? [...old.querySelectorAll("a, button, input")].indexOf(document.activeElement) : -1;
  old.replaceWith(piece);
  if (tick) piece.querySelector("input").checked = true;
  const there = at >= 0 && piece.querySelectorAll("a, button, input")[at];
  if (there) there.focus();
}

function show(strip, rows, gone) {
  alive = performance.now();
  if (strip) {
    offset = Number(strip.dataset.now) - Date.now();
    spot("at").textContent = new Date(Number(strip.dataset.now)).toLocaleTimeString("vi", { hourCycle: "h23", timeZone: document.documentElement.dataset.zone });
    put(spot("strip"), strip);
  }
  for (const row of rows) {
    const old = document.getElementById(row.id);
    if (old) put(old, row);
    else if (!("narrow" in form.dataset)) spot("new").hidden = false;
  }
  for (const user of gone) document.getElementById(`r${user}`)?.remove();
  count();
}

/** The time that is left, by the server's clock. */
function count() {
  for (const cell of document.querySelectorAll("[data-due]")) {
    const left = Math.max(0, Math.floor((Number(cell.dataset.due) - Date.now() - offset) / 1000));
    cell.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }
}

function heard({ data }) {
  const said = JSON.parse(data);
  if (said.type !== "monitor") return;
  const rows = Object.values(said.rows).map((html) => parsed(html).firstElementChild);
  show(said.strip && parsed(said.strip).firstElementChild, rows, said.gone || []);
}

function connect() {
  socket = new WebSocket(socketAddress(form.dataset.ws));
  socket.onopen = () => (tries = 0);
  socket.onmessage = heard;
  socket.onclose = ({ code }) => {
    if (code >= 4400 && code < 4500) tries = 6; // refused, not lost: ask again seldom
    setTimeout(connect, 500 + jitter(1000, tries++, 30000));
  };
}

/** By HTTP while no socket is open. */
async function poll() {
  if (!document.hidden && socket.readyState !== WebSocket.OPEN) {
    const answer = await fetch(form.dataset.rows, { credentials: "same-origin" }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) {
      const piece = parsed(await answer.text());
      show(piece.querySelector("[data-strip]"), [...piece.querySelectorAll("tr")], []);
    }
  }
  setTimeout(poll, POLL + jitter(2000, 0, 2000));
}

if (form) {
  offset = Number(spot("strip").dataset.now) - Date.now();
  connect();
  setTimeout(poll, POLL);
  setInterval(count, 1000);
  setInterval(() => (spot("stale").hidden = performance.now() - alive < STALE), 2000);
}
