// A card's QR opens this page with its secret behind "#": it never travels in an address and is taken out of it at once.

const [secret] = location.hash.slice(1).match(/^[\w-]{20,}$/) || [""]; // "#q4" came along from a paper
const form = document.getElementById("qr");

/** Whoever comes in here may be another one than before; nothing that goes wrong with this may keep them out. */
const cleared = import("../lib/offline.js").then(({ leaveNothing }) => leaveNothing()).catch(() => undefined);
const patience = new Promise((resolve) => setTimeout(resolve, 1000));

if (secret && form) {
  history.replaceState(null, "", location.pathname + location.search);
  document.getElementById("entering").hidden = false;
  form.elements.secret.value = secret;
  Promise.race([cleared, patience]).then(() => form.submit());
}

// the same page is opened again by a second scan in the same tab
addEventListener("hashchange", () => location.reload());
