import { Choice } from "./choice.js";

/** Several right options: check boxes, and how many are chosen, in words. */
export class MultipleChoice extends Choice {
  shown() {
    const said = this.querySelector("[data-chosen]");
    if (said) said.textContent = said.dataset.chosen.replace("%n", this.value.length);
  }
}

customElements.define("choice-multiple", MultipleChoice);
