// Lets a paper be opened again without a line: the network first, else what the sitting page has laid by.
// Controls /sit/ only, and only where the browser allows it (https, or this very machine).

const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const paper = request.mode === "navigate" && /^\/sit\/\d+\/$/.test(url.pathname);
  if (paper || url.pathname.startsWith("/static/")) event.respondWith(answer(request, url));
});

async function answer(request, url) {
  const kept = await caches.match(url.origin + url.pathname, { ignoreVary: true });
  if (!kept) return fetch(request);
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  const fresh = fetch(request).then((response) => (response.status >= 502 ? kept : response), () => kept);
  return Promise.race([fresh, late]);
}
