// One way to ask the server: JSON, the session's cookie, the form token, a time limit.

/** The form token: from the cookie, which a new login in another tab renews, else from the page. */
function token() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) return cookie.slice(10);
  const meta = document.querySelector("meta[name=csrf-token]");
  return meta ? meta.content : "";
}

/** Answers `{ok, status, body, sent}`; status 0 means that no answer came. Never throws. */
export async function ask(url, body, limit = 10000) {
  const sent = performance.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limit);
  const init = { credentials: "same-origin", signal: stop.signal, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.method = "POST";
    init.body = JSON.stringify(body);
    init.headers["Content-Type"] = "application/json";
    init.headers["X-CSRFToken"] = token();
  }
  try {
    const answer = await fetch(url, init);
    const data = await answer.json().catch(() => ({}));
    const wait = Number(answer.headers.get("Retry-After")) * 1000 || 0;
    return { ok: answer.ok, status: answer.status, body: data, sent, wait };
  } catch (error) {
    return { ok: false, status: 0, body: {}, sent, wait: 0 };
  } finally {
    clearTimeout(timer);
  }
}

/** The address of a socket of this host, from a path such as `/ws/attempt/5/`. */
export function socketAddress(path) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
