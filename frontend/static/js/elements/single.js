import { Choice } from "./choice.js";

/** One right option: radio buttons. */
export class SingleChoice extends Choice {}

customElements.define("choice-single", SingleChoice);
