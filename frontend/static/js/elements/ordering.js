import { Pairs } from "./matching.js";

/** A place is taken once: a row that takes another's place gives its own in return. */
class Ordering extends Pairs {
  connectedCallback() {
    super.connectedCallback();
    this.was = new Map();
    this.shown();
  }

  changed(input) {
    const place = input.selectedIndex;
    const other = this.inputs.find((one) => one !== input && place && one.selectedIndex === place);
    if (other) other.selectedIndex = this.was.get(input) || 0;
    super.changed(input);
  }

  shown() {
    for (const input of this.inputs) this.was.set(input, input.selectedIndex);
  }
}

customElements.define("choice-ordering", Ordering);
