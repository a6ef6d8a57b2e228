// A card's QR opens this page with its secret behind "#": it never travels in an address and is taken out of it at once.

import { leaveNothing } from "../lib/offline.js";

leaveNothing(); // whoever comes in here may be another one

const secret = location.hash.slice(1);
const form = document.getElementById("qr");

if (secret && form) {
  history.replaceState(null, "", location.pathname + location.search);
  document.getElementById("entering").hidden = false;
  form.elements.secret.value = secret;
  form.submit();
}

// the same page is opened again by a second scan in the same tab
addEventListener("hashchange", () => location.reload());
