// An interval on a line: zero, the band that is too small to matter, how sure it is, and the same in words.
import { html } from "../lib/html.js";
import { withUnit } from "../lib/format.js";
import { drawn } from "../lib/scale.js";

/** @typedef {import("../lib/scale.js").Interval} Interval */

/** An interval in words. @param {Interval} interval @param {string} unit */
export function inWords({ difference, low, high }, unit) {
  if (difference === null) return "nothing to compare";
  const [middle, from, to] = [difference, low, high].map((each) => withUnit(each, unit, { signed: true }));
  return `${middle}, between ${from} and ${to}`;
}

/** @param {{ interval: Interval, unit: string, reach: number, label: string, verdict?: string | null }} props */
export function IntervalLine({ interval, unit, reach, label, verdict }) {
  const { band, bar, point, cut } = drawn(interval, reach);
  return html`<span class=${`lane ${verdict ?? ""}`} role="img" aria-label=${`${label}: ${inWords(interval, unit)}`}>
    <span class="band" style=${between(band)}></span>
    <span class="zero"></span>
    ${bar && html`<span class=${cut ? "bar cut" : "bar"} style=${between(bar)}></span>`}
    ${point !== null && html`<span class="point" style=${{ left: `${point}%` }}></span>`}
  </span>`;
}

/** @param {[number, number]} ends */
function between([from, to]) {
  return { left: `${from}%`, width: `${Math.max(to - from, 0.4)}%` };
}
