import { Written } from "./written.js";

const MOST = 9999999;
const TYPED = /^(\d+|\d{1,3}([.,\s]\d{3})+)$/;

/** What was typed, as a list of one word of digits; an empty one where it is no such number. */
function digitsOf(typed) {
  const text = typed.trim();
  const number = TYPED.test(text) ? Number(text.replace(/\D/g, "")) : Infinity;
  return number <= MOST ? [String(number)] : [];
}

/** The number that a pupil predicts, typed as people write it; the value is its digits. Not one of the questions. */
export class Prediction extends Written {
  get item() {
    return "prediction";
  }

  get value() {
    return digitsOf(this.inputs[0].value);
  }

  set value([digits]) {
    this.given = digits;
    this.inputs[0].value = digits ? Number(digits).toLocaleString(document.documentElement.lang) : "";
    this.shown();
  }

  /** What the page came with: the server has it already. */
  get brought() {
    return digitsOf(this.inputs[0].defaultValue);
  }

  /** What is no number is told, never sent; an emptied field gets back what was given. */
  changed(input) {
    clearTimeout(this.resting);
    const [digits] = this.value;
    if (digits && digits !== this.given) {
      this.given = digits;
      this.dispatchEvent(new Event("answer", { bubbles: true }));
    }
    if (input && (digits || !input.value.trim())) this.value = [this.given];
    this.shown();
  }

  shown() {
    const [input] = this.inputs;
    const wrong = input.value.trim() !== "" && !this.value.length;
    input.setAttribute("aria-invalid", wrong);
    this.querySelector(".err").hidden = !wrong;
    for (const part of document.querySelectorAll("[data-guess]")) part.hidden = (part.dataset.guess === "yes") !== Boolean(this.given);
    for (const spot of document.querySelectorAll("[data-guessed]")) spot.textContent = this.given ? Number(this.given).toLocaleString(document.documentElement.lang) : "";
  }
}

customElements.define("number-guess", Prediction);
