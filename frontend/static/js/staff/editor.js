// The editor: only the fields of the chosen kind are seen, and the preview follows what is typed.

const form = document.getElementById("editor");
const place = document.getElementById("preview");
const looks = document.querySelector("[data-looks]");
const kind = form.querySelector("[name=kind]");
let look = "vi";
let waiting = 0;
let asked = 0;
let changed = false;

/** Rows that hold something, one more, and at least four. */
function showRows() {
  const rows = [...form.querySelectorAll("[data-row]")];
  const filled = (row) => [...row.querySelectorAll("input[type=text]")].some((input) => input.value.trim());
  const last = rows.map(filled).lastIndexOf(true);
  rows.forEach((row, at) => {
    row.hidden = at > Math.max(3, last + 1);
  });
}

function showFields() {
  showRows();
  for (const part of form.querySelectorAll("[data-kinds]")) {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind.value);
  }
}

async function preview() {
  const number = ++asked;
  const body = new FormData(form);
  body.delete("picture");
  body.set("kind", kind.value);
  body.set("look", look);
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin" });
    if (answer.ok && !answer.redirected && number === asked) place.innerHTML = await answer.text();
  } catch (error) {
    // without a line the preview waits; saving says so itself
  }
}

form.addEventListener("input", () => {
  changed = true;
  showFields();
  clearTimeout(waiting);
  waiting = setTimeout(preview, 500);
});
form.addEventListener("submit", () => {
  changed = false;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
looks.hidden = false;
looks.addEventListener("click", (event) => {
  if (!event.target.dataset.look) return;
  look = event.target.dataset.look;
  for (const button of looks.children) button.setAttribute("aria-pressed", button.dataset.look === look);
  preview();
});
showFields();
