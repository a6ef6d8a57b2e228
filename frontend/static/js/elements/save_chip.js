/** The save state in words. `show({waiting, linked, barred})`: answers without a verdict, whether the line lives,
 *  whether the pupil must log in again. */
export class SaveChip extends HTMLElement {
  show({ waiting, linked, barred, numbered }) {
    const words = this.dataset;
    let state = "saved";
    let text = words.saved;
    if (barred) [state, text] = ["barred", words.barred];
    else if (waiting && !linked) [state, text] = ["wait", words.waiting.replace("%n", waiting)];
    else if (waiting) [state, text] = ["saving", words.saving];
    else if (!linked) [state, text] = ["wait", words.offline];
    else if (!numbered) [state, text] = ["saving", words.opening];
    if (this.said === text) return;
    this.said = text;
    this.dataset.state = state;
    this.classList.toggle("wait", state === "wait" || state === "barred");
    this.querySelector("[data-text]").textContent = text;
    for (const icon of this.querySelectorAll("[data-for]")) icon.toggleAttribute("hidden", !icon.dataset.for.split(" ").includes(state));
  }
}

customElements.define("save-chip", SaveChip);
