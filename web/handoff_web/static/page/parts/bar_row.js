// A row of a list of intervals: a name, the interval on a line, its figures, and a verdict if there is one.
import { html } from "../lib/html.js";
import { figure, words } from "../lib/format.js";
import { IntervalLine } from "./interval.js";

/** @typedef {import("../lib/scale.js").Interval} Interval */

/**
 * @param {{ name: string, label: string, interval: Interval, unit: string, reach: number, verdict?: string | null,
 *   data?: Record<string, string> }} props - `label` names it for whoever hears it; `data` are attributes of the row.
 */
export function BarRow({ name, label, interval, unit, reach, verdict = null, data = {} }) {
  return html`<p class="standing-row" ...${data}>
    <span class="policy">${name} ${verdict && html`<span class=${`badge ${verdict}`}>${words(verdict)}</span>`}</span>
    <${IntervalLine} interval=${interval} unit=${unit} reach=${reach} label=${label} verdict=${verdict} />
    <span class="figures">${figure(interval.difference, unit, { signed: true })}<small
      class="soft">${range(interval, unit)}</small></span>
  </p>`;
}

/** The bounds; nothing where there are none yet. @param {Interval} interval @param {string} unit */
function range({ low, high }, unit) {
  if (low === null || high === null) return "";
  return `${figure(low, unit, { signed: true })} to ${figure(high, unit, { signed: true })}`;
}
