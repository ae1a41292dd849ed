// An experiment under way: how far it is, and the intervals as they stand.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { count, duration, sentenceCase, withUnit, words } from "../lib/format.js";
import { grouped, reach } from "../lib/scale.js";
import { BarRow } from "./bar_row.js";
import { Broken } from "./runs.js";
import { Sharing } from "./sharing.js";

/** @typedef {import("../lib/scale.js").Interval & { policy: string, metric: string, title: string, unit: string, pairs: number }} Standing */
/** @typedef {import("../lib/listing.js").Progress & { broken: number, note: string, seconds: number, intervals: Standing[] }} Progress */

export const STAGES = /** @type {Record<string, string>} */ ({
  arms: "Every policy lives through the same futures",
  null: "The baseline is run once more, to see that nothing differs by chance",
  yardstick: "A yardstick policy lives through the same futures",
  twins: "Single shops are put in and taken out",
  reading: "The runs are read",
});
const SECONDS_BETWEEN_WORDS = 6; // for those who listen to the page

/** What is queued. */
export function Waiting() {
  return html`<section class="card" role="status">
    <h2>It waits for its turn</h2>
    <p>Other experiments are before it. It begins by itself; this page may be closed meanwhile.</p>
    <p class="soft"><${Sharing} /></p>
  </section>`;
}

/** @param {{ id: string, progress: Progress }} props */
export function Running({ id, progress }) {
  const { status, stage, done, total, pairs, plannedPairs, seconds, secondsLeft, broken, intervals } = progress;
  if (status === "QUEUED") {
    return html`<${Waiting} />`;
  }
  return html`<section class="card running" aria-label="How it goes">
    <p class="row">
      <strong>${STAGES[stage] ?? sentenceCase(words(stage || "It begins"))}</strong>
      <span class="fill"></span>
      <span class="soft">${duration(seconds)} gone${secondsLeft ? `, about ${duration(secondsLeft)} left` : ""}</span>
    </p>
    <progress max=${total || 1} value=${done} aria-label="Runs made"></progress>
    <p
      class="soft">${count(done, "run")} of at most ${total.toLocaleString("en-US")} · ${pairs} of ${count(plannedPairs, "pair")} complete · <${Sharing} /></p>
    ${broken > 0 && html`<${Broken} id=${id} known=${broken} />`}
    <${Spoken} text=${spoken(progress)} />
    ${intervals.length > 0
      ? html`<h2>How it stands</h2>
          <p
            class="soft">To watch, not to decide by: only a planned look decides. The bars tighten as pairs arrive; the band around zero is too small to matter.</p>
          <${Standings} intervals=${intervals} />`
      : html`<p>The first intervals come with the second pair.</p>`}
  </section>`;
}

/** @param {{ intervals: Standing[] }} props */
export function Standings({ intervals }) {
  return html`<div class="standings">
    ${grouped(intervals, (each) => each.metric).map(([metric, rows]) => {
      const far = reach(rows);
      const { title, unit } = rows[0];
      return html`<section key=${metric} class="standing" aria-label=${title}>
        <h3>${title} <span class="soft">${unit}</span></h3>
        ${rows.map(
          (row) => html`<${BarRow} key=${row.policy} name=${row.policy} label=${`${row.policy}, ${title}`} interval=${row}
            unit=${unit} reach=${far} data=${{ "data-policy": row.policy, "data-metric": metric }} />`,
        )}
      </section>`;
    })}
  </div>`;
}

/** @param {Progress} progress */
function spoken({ pairs, plannedPairs, intervals }) {
  const first = intervals[0];
  const stand = first ? `; ${first.title}, ${first.policy}: ${withUnit(first.difference, first.unit, { signed: true })}` : "";
  return `${pairs} of ${plannedPairs} pairs${stand}`;
}

/** Said politely, and not more often than anybody can listen. @param {{ text: string }} props */
export function Spoken({ text }) {
  const [said, setSaid] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, last.current + 1000 * SECONDS_BETWEEN_WORDS - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return html`<p class="visually-hidden" aria-live="polite">${said}</p>`;
}
