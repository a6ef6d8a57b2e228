// How far the demonstration has come, asked every three seconds until it stands.

import { ask } from "../lib/web.js";

const box = document.getElementById("demonstration");

async function look() {
  const { ok, body } = await ask(box.dataset.api);
  if (ok) {
    const bar = box.querySelector("progress");
    bar.max = Math.max(1, body.total);
    bar.value = body.done;
    for (const name of ["done", "total", "note"]) box.querySelector(`[data-${name}]`).textContent = body[name];
  }
  // a code half typed must not be lost by a reload
  if (ok && !body.running && !document.getElementById("code").value) location.reload();
  else setTimeout(look, 3000);
}

if (box) setTimeout(look, 3000);
