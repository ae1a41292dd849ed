// What came out: a sentence for each kind of reader, and every difference with its interval and verdict.
import { html, useState, withText } from "../lib/html.js";
import { count, figure, sentenceCase, words } from "../lib/format.js";
import { grouped, reach } from "../lib/scale.js";
import { IntervalLine } from "./interval.js";

/** @typedef {{ difference: number | null, low: number | null, high: number | null, verdict: string | null, pairs: number }} Found */
/** @typedef {Found & { size: string }} OfSize */
/** @typedef {{ policy: string, metric: string, title: string, unit: string, headline: boolean, smallestEffect: number,
 *   difference: number | null, low: number | null, high: number | null, verdict: string | null, pairs: number,
 *   baselineLevel: number | null, policyLevel: number | null, varianceRatio: number | null, bySize: OfSize[] }} Contrast */

const SIZES = /** @type {Record<string, string>} */ ({ S: "small shops", M: "medium shops", L: "large shops" });

/** @param {{ sentences: { audience: string, text: string }[] }} props */
export function Sentences({ sentences }) {
  return html`<div class="sentences">
    ${sentences.map(
      ({ audience, text }) => html`<section class="card" key=${audience}>
        <h3>${sentenceCase(audience)}</h3>
        <p>${text}</p>
      </section>`,
    )}
  </div>`;
}

/** @param {{ verdict: string | null }} props */
export function Badge({ verdict }) {
  return verdict && html`<span class=${`badge ${verdict}`}>${words(verdict)}</span>`;
}

/**
 * Metrics down, policies across: difference from the baseline, interval, verdict.
 * @param {{ contrasts: Contrast[], caption: string }} props
 */
export function Differences({ contrasts, caption }) {
  const policies = grouped(contrasts, (each) => each.policy).map(([policy]) => policy);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table class="differences">
      <caption>${caption}</caption>
      <thead><tr><th scope="col">Metric</th>${policies.map((policy) => html`<th scope="col">${policy}</th>`)}</tr>
        </thead>
      <tbody>
        ${grouped(contrasts, (each) => each.metric).map(([metric, rows]) => html`<${Row} key=${metric} rows=${rows}
          policies=${policies} />`)}
      </tbody>
    </table>
  </div>`;
}

/** @param {{ rows: Contrast[], policies: string[] }} props */
function Row({ rows, policies }) {
  const { title, unit, metric } = rows[0];
  const far = reach(rows);
  return html`<tr data-metric=${metric}>
    <th scope="row">${title}<br /><span class="soft">${unit}</span></th>
    ${policies.map((policy) => {
      const row = rows.find((each) => each.policy === policy);
      return html`<td data-policy=${policy}>${row && html`<${Cell} contrast=${row} far=${far} />`}</td>`;
    })}
  </tr>`;
}

/** @param {{ contrast: Contrast, far: number }} props */
function Cell({ contrast, far }) {
  const { difference, low, high, verdict, unit, policy, title, pairs } = contrast;
  return html`<span class="row tight">
    <strong>${figure(difference, unit, { signed: true })}</strong> <${Badge} verdict=${verdict} /></span>
    <${IntervalLine} interval=${contrast} unit=${unit} reach=${far} verdict=${verdict} label=${`${policy}, ${title}`} />
    <span class="soft">${figure(low, unit, { signed: true })} to ${figure(high, unit, { signed: true })} · ${count(pairs, "pair")}</span>`;
}

/** One metric at a time for each size class. @param {{ contrasts: Contrast[] }} props */
export function BySize({ contrasts }) {
  const split = contrasts.filter((each) => each.bySize.length > 0);
  const [metric, setMetric] = useState(split[0]?.metric ?? "");
  const rows = split.filter((each) => each.metric === metric);
  if (rows.length === 0) return null;
  const sized = rows.flatMap((row) =>
    row.bySize.map((size) => ({ ...row, ...size, bySize: [], title: SIZES[size.size] ?? size.size, metric: size.size })),
  );
  return html`<p class="row">
      <label for="by-size">Metric</label>
      <select id="by-size" value=${metric} onChange=${withText(setMetric)}>
        ${grouped(split, (each) => each.metric).map(([code, [first]]) => html`<option
          value=${code}>${first.title}</option>`)}
      </select>
    </p>
    <${Differences} contrasts=${sized} caption=${`${rows[0].title}, by size class`} />`;
}

/** Every metric, those of one party at a time. @param {{ contrasts: Contrast[], parties: Record<string, string> }} props */
export function AllMetrics({ contrasts, parties }) {
  const [party, setParty] = useState("");
  const named = [...new Set(contrasts.map((each) => parties[each.metric] ?? ""))].filter(Boolean);
  const shown = party ? contrasts.filter((each) => parties[each.metric] === party) : contrasts;
  return html`<p class="row">
      <label for="party">About</label>
      <select id="party" value=${party} onChange=${withText(setParty)}>
        <option value="">everybody</option>
        ${named.map((each) => html`<option value=${each}>${words(each)}</option>`)}
      </select>
    </p>
    <${Differences} contrasts=${shown}
      caption=${party ? `Metrics of ${words(party)}` : "Every metric; those without a verdict have no better direction"} />`;
}

