// Before somebody else takes this device: are there answers of this pupil that no server has?

import { leaveWith } from "../lib/offline.js";
import { Store } from "../lib/store.js";

const note = document.querySelector("[data-unsent]");
const user = note.dataset.unsent;
const mine = new RegExp(`^\\d+:${user}\\|`);

function practised() {
  try {
    return JSON.parse(localStorage.getItem(`practice:${user}`)).length > 0;
  } catch (error) {
    return false; // nothing is kept there
  }
}

leaveWith(document.querySelectorAll("form[data-leave]"));
const store = new Store();
await store.open();
note.hidden = !practised() && !(await store.all("")).some((record) => !record.safe && mine.test(record.key));
