import { Answer } from "./answer.js";

/** Rows put beside places by a drop-down list each; the value lists "row:place" words. */
export class Pairs extends Answer {
  get value() {
    return this.inputs.map((input) => input.value).filter(Boolean).sort();
  }

  set value(words) {
    for (const input of this.inputs) {
      const mine = [...input.options].find((option) => option.value && words.includes(option.value));
      input.value = mine ? mine.value : "";
    }
    this.shown();
  }

  get brought() {
    return [];
  }
}

customElements.define("choice-matching", class extends Pairs {});
