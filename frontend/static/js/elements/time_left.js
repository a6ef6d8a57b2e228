import { countdown, minutes } from "../lib/clock.js";

const BEATS = 11;
const SPOKEN = [300000, 60000, 10000];

/** The clock in the head of a paper: text each second, eleven strokes that repaint eleven times, three announcements. */
export class TimeLeft extends HTMLElement {
  /** Starts; `due()` gives the deadline as it stands now, `over()` is called once when the time is up. With `still`
   *  the clock stands at what was left when the room was paused. */
  run(clock, started, due, over, still) {
    if (this.stop) this.stop();
    this.stop = null;
    this.text = this.querySelector("[data-text]");
    this.strokes = [...document.querySelectorAll("[data-beats] i")];
    this.total = () => Math.max(1, Date.parse(due()) - Date.parse(started));
    this.last = Infinity;
    if (still !== undefined) return void this.tick(still);
    this.stop = countdown(clock, due, (left) => {
      this.tick(left);
      if (left <= 0) over();
    });
  }

  tick(left) {
    this.text.textContent = minutes(left);
    const on = Math.min(BEATS, Math.ceil((left / this.total()) * BEATS));
    if (on !== this.on) this.paint(on);
    const mark = SPOKEN.findIndex((limit) => left <= limit && this.last > limit && left > limit - 2000);
    if (mark >= 0 && this.last !== Infinity) this.say(mark);
    this.last = left;
  }

  paint(on) {
    this.on = on;
    this.strokes.forEach((stroke, place) => stroke.classList.toggle("on", place < on));
    const box = this.strokes[0] && this.strokes[0].parentElement;
    if (!box) return;
    box.classList.toggle("low", on <= 1);
    this.classList.toggle("red", on <= 1);
    box.setAttribute("aria-label", box.dataset.beats.replace("%n", on));
  }

  say(mark) {
    const voice = document.querySelector("[data-voice]");
    if (voice) voice.textContent = [voice.dataset.five, voice.dataset.one, voice.dataset.ten][mark];
  }
}

customElements.define("time-left", TimeLeft);
