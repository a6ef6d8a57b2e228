import { Answer } from "./answer.js";

const REST = 400; // milliseconds without a keystroke after which what stands is an answer

/** A number or a short text: the value is one word, or nothing. */
export class Written extends Answer {
  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("input", () => {
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.changed(), REST);
    });
  }

  changed() {
    clearTimeout(this.resting);
    if (this.told === this.inputs[0].value) return;
    this.told = this.inputs[0].value;
    super.changed();
  }

  get value() {
    const text = this.inputs[0].value.trim();
    return text ? [text] : [];
  }

  set value(words) {
    this.inputs[0].value = words[0] || "";
    this.told = this.inputs[0].value;
  }

  get brought() {
    return [];
  }
}

customElements.define("choice-number", class extends Written {});
customElements.define("choice-text", class extends Written {});
