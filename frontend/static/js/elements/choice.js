import { Answer } from "./answer.js";

/** What single and multiple choice share: the value lists the codes of the options chosen. */
export class Choice extends Answer {
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

  /** Chooses the option at this place, as a tap would. */
  pick(place) {
    super.pick(place);
    const input = this.inputs[place];
    if (input) input.click();
  }
}
