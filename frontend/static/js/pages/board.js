// The projector page: rows, counts, frozen and stale marks.

import { time, whole } from "../elements/board.js";
import { Feed } from "../lib/feed.js";

const rows = document.querySelector("board-rows");
const spot = (name) => document.querySelector(`[data-${name}]`);

function show(board) {
  rows.show(board);
  spot("entrants").textContent = whole(board.entrants);
  spot("sitting").textContent = whole(board.sitting);
  spot("at").textContent = time(board.at);
  spot("every").hidden = !(board.every > 1);
  spot("seconds").textContent = board.every || 1;
  spot("frozen").hidden = !board.frozen;
}

/** The first board stands in the page, as the text itself or as its JSON. */
function first() {
  const box = document.getElementById("board-first");
  const found = box && JSON.parse(box.textContent || "null");
  return typeof found === "string" ? JSON.parse(found || "null") : found;
}

const { ws, api } = rows.dataset;
new Feed(ws, api, show, (yes) => (spot("stale").hidden = !yes)).start(first());
