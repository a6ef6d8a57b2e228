import { Feed } from "../lib/feed.js";
import { time, whole } from "./board.js";

/** The place that these points have: `steps` holds [points, first rank, last rank], best first. Null when none fits. */
export function placeOf(steps, points) {
  const step = steps.find(([at]) => at === points);
  if (step) return { from: step[1], to: step[2] };
  // long lists are thinned: between two steps the place lies between their ranks
  const above = steps.filter(([at]) => at > points).pop();
  const below = steps.find(([at]) => at < points);
  return above && below ? { from: above[2] + 1, to: Math.max(above[2] + 1, below[1] - 1) } : null;
}

/** A pupil's own place, read from the board's steps; the board itself names only ten. */
class OwnPlace extends HTMLElement {
  connectedCallback() {
    const { ws, api } = this.dataset;
    new Feed(ws, api, (board) => this.show(board), () => undefined).start(null);
  }

  show({ steps, frozen, entrants, at }) {
    const place = placeOf(steps, Number(this.dataset.points));
    this.hidden = !place && !frozen;
    const said = this.querySelector("[data-said]");
    const shared = place && place.from !== place.to; // several have these points; the page itself says the exact place
    this.querySelector("[data-rank]").textContent = !place ? "–" : shared ? `${whole(place.from)}–${whole(place.to)}` : whole(place.from);
    const words = shared ? said.dataset.shared : said.dataset.said;
    said.textContent = frozen && !place ? this.dataset.frozen : words.replace("%n", whole(entrants));
    this.querySelector("[data-at]").textContent = time(at);
  }
}

customElements.define("own-place", OwnPlace);
