// What single and multiple choice share: one question of the paper as an element around its own fieldset.

/** `value` is always a list of option codes; a tap tells the page with an "answer" event. */
export class Choice extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => {
      this.shown();
      this.dispatchEvent(new Event("answer", { bubbles: true }));
    });
  }

  get item() {
    return Number(this.dataset.item);
  }

  get inputs() {
    return [...this.querySelectorAll("input")];
  }

  get value() {
    return this.inputs.filter((input) => input.checked).map((input) => input.value).sort();
  }

  set value(codes) {
    for (const input of this.inputs) input.checked = codes.includes(input.value);
    this.shown();
  }

  /** What the page brought, before any tap. */
  get brought() {
    return this.inputs.filter((input) => input.defaultChecked).map((input) => input.value).sort();
  }

  set locked(yes) {
    for (const input of this.inputs) input.disabled = yes;
  }

  /** Chooses the option at this place, as a tap would; the keyboard's 1-6 and A-F. */
  pick(place) {
    const input = this.inputs[place];
    if (!input || input.disabled) return;
    input.focus();
    input.click();
  }

  shown() {}
}
