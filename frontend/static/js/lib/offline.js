// Opening the paper again without a line, where the browser allows it (https, or this very machine).

import { Store } from "./store.js";

const SHELF = "papers";
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'";
const able = () => isSecureContext && "serviceWorker" in navigator && "caches" in window;

/** The page as the server sent it; to be taken before anything in it is changed. The number of an opening that came with
 *  it is of this opening alone: from the shelf it would be used twice, and what is given then would be taken for older. */
export function asSent() {
  const copy = document.documentElement.cloneNode(true);
  copy.querySelector("#paper").dataset.opened = "";
  return `<!doctype html>${copy.outerHTML}`;
}

/** Lays the page and all it is made of by, in place of any earlier paper. Costs no request where files are cached. */
export async function layBy(html) {
  if (!able()) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/sit/" });
    await caches.delete(SHELF);
    const shelf = await caches.open(SHELF);
    const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY };
    await shelf.put(location.origin + location.pathname, new Response(html, { headers }));
    const parts = [...document.querySelectorAll("link[href], script[src], main img[src]")].map((part) => part.href || part.src);
    await shelf.addAll([...new Set(parts)]);
  } catch (error) {
    // without it the paper works as it does on plain http
  }
}

/** Takes the paper off the shelf: it is handed in, or the pupil leaves. */
export function forget() {
  if (able()) caches.delete(SHELF);
}

/** Nothing of whoever sat here stays for the next one on this device, but answers that no server has yet. */
export async function leaveNothing() {
  forget();
  const store = new Store();
  await store.open();
  const kept = await store.all("");
  tidy(kept.filter((record) => !record.safe));
  await Promise.all(kept.filter((record) => record.safe).map((record) => store.drop(record.key)));
}

/** Small notes of papers: times, places, and numbers of openings where nothing of the paper is unsent. */
function tidy(unsent) {
  try {
    for (const key of Object.keys(localStorage)) {
      const needed = unsent.some((record) => key.startsWith(`opening:${record.key.split("|")[0]}|`));
      if (/^(clock|opening|paper):/.test(key) && !needed) localStorage.removeItem(key);
    }
  } catch (error) {
    // nothing is kept there then
  }
}

/** These forms sign somebody out: first the device is cleared, then they go, at the latest after a second. */
export function leaveWith(forms) {
  for (const form of forms) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await Promise.race([leaveNothing(), new Promise((resolve) => setTimeout(resolve, 1000))]);
      form.submit();
    });
  }
}

/** What the clock was last told, for a page that comes from the shelf and brings an old time. */
export function toldTime(key, server) {
  try {
    if (server) localStorage.setItem(key, JSON.stringify({ server, device: Date.now() }));
    else return JSON.parse(localStorage.getItem(key) || "null");
  } catch (error) {
    // the page's own time must do
  }
  return null;
}
