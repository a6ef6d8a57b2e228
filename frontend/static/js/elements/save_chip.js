/** The save state in words. `show({waiting, laid, linked, barred, numbered})`: answers without a verdict, whether they
 *  lie on the device, whether the line lives, whether the pupil must log in again, whether the paper is open. */
export class SaveChip extends HTMLElement {
  show({ waiting, laid, linked, barred, numbered }) {
    const words = this.dataset;
    let state = "saved";
    let text = words.saved;
    if (barred) [state, text] = ["barred", words.barred];
    else if (waiting && laid && !linked) [state, text] = ["wait", words.waiting.replace("%n", waiting)];
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
