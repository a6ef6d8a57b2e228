// A draft of a report: figures by name go into the words with a tap, letters are counted, typed words are not left behind.

document.documentElement.classList.add("js");
const form = document.querySelector("[data-draft]");
const said = document.querySelector("[data-said]");
const areas = form ? [...form.querySelectorAll("textarea")] : [];
let last = null;
let sending = false;

const changed = () => areas.some((area) => area.value !== area.defaultValue);

function count(area) {
  const place = form.querySelector(`[data-count="${area.id}"]`);
  if (place) place.textContent = `${area.value.length.toLocaleString("vi-VN")} / ${Number(area.dataset.longest).toLocaleString("vi-VN")}`;
}

for (const area of areas) {
  area.addEventListener("focus", () => { last = area; });
  area.addEventListener("input", () => count(area));
  count(area);
}

for (const button of document.querySelectorAll("[data-figure]")) {
  button.addEventListener("click", async () => {
    const name = `{${button.dataset.figure}}`;
    if (last && last.offsetParent) {
      last.setRangeText(name, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new Event("input"));
      last.focus();
    } else {
      try { await navigator.clipboard.writeText(name); } catch { /* no clipboard on plain http: the name stands there to be typed */ }
    }
    said.textContent = name;
  });
}

form?.addEventListener("submit", () => { sending = true; });
addEventListener("beforeunload", (event) => { if (!sending && changed()) event.preventDefault(); });

// a link to a section opens it
const open = () => {
  const place = location.hash.startsWith("#s-") && document.getElementById(location.hash.slice(1));
  if (place) place.open = true;
};
addEventListener("hashchange", open);
open();
