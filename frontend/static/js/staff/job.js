// How far long work is: asked every two seconds while it runs.

const EVERY = 2000;
const box = document.querySelector("[data-job]");
const runs = () => box.querySelector("[data-running]");

async function look() {
  const answer = await fetch(box.dataset.job, { credentials: "same-origin" }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) {
    const held = box.contains(document.activeElement);
    const html = (await answer.text()).trim();
    if (html !== box.dataset.seen) {
      box.dataset.seen = html;
      box.innerHTML = html;
      if (held) box.querySelector("a, button")?.focus();
    }
  }
  if (!runs()) location.reload(); // the list below has its new numbers then
  else setTimeout(look, EVERY);
}

if (box && runs()) setTimeout(look, EVERY);
