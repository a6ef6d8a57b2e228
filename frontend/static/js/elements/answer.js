// What every kind of question shares: one question of the paper as an element around its own fieldset.

/** `value` is always a list of words; whatever the pupil does tells the page with an "answer" event. */
export class Answer extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => this.changed(event.target));
  }

  get item() {
    return Number(this.dataset.item);
  }

  get inputs() {
    return [...this.querySelectorAll("input, select")];
  }

  set locked(yes) {
    for (const input of this.inputs) input.disabled = yes;
  }

  /** The keyboard's 1-6 and A-F: the field at this place. */
  pick(place) {
    const input = this.inputs[place];
    if (input && !input.disabled) input.focus();
  }

  changed() {
    this.shown();
    this.dispatchEvent(new Event("answer", { bubbles: true }));
  }

  /** What the page says of the answer beside its fields. */
  shown() {}
}
