// "Can I trust this?": what would show a defect, how much the same luck was worth, and all that it takes to make it again.
import { html } from "../lib/html.js";
import { count, duration, withUnit } from "../lib/format.js";
import { grouped } from "../lib/scale.js";
import { AllRuns, Folded } from "./runs.js";

/** @typedef {import("./verdicts.js").Contrast} Contrast */
/** @typedef {{ name: string, ref: string | null, base: string | null, contentHash: string }} Cited */
/** @typedef {{ pairs: number, largestDifference: number | null, exact: boolean }} NullCheck */
/** @typedef {{ seeds: string[], versions: { name: string, version: string }[], seconds: number, alpha: number,
 *   worldHash: string, resultHash: string }} Provenance */

/**
 * @param {{ id: string, nullCheck: NullCheck | null, provenance: Provenance | null, contrasts: Contrast[], stopped: string | null,
 *   cited: Cited[] }} props
 */
export function Trust({ id, nullCheck, provenance, contrasts, stopped, cited }) {
  return html`<details class="trust">
    <summary>Can I trust this?</summary>
    ${nullCheck && html`<${Null} ...${nullCheck} />`}
    <${Worth} contrasts=${contrasts.filter((each) => each.headline)} />
    ${provenance && html`<${Made} provenance=${provenance} stopped=${stopped} cited=${cited} />`}
    <${Folded} summary="Its runs">${() => html`<${AllRuns} id=${id} />`}<//>
  </details>`;
}

/** @param {NullCheck} props */
function Null({ pairs, exact, largestDifference }) {
  return html`<h3>The baseline against itself</h3>
    <p class="null-check">
      ${exact
        ? html`<strong
          class="pass">Exactly zero.</strong> ${count(pairs, "future")} of the baseline ran twice, and came out the same to the last bit.`
        : html`<strong
          class="fail">Not zero: the largest difference is ${largestDifference ?? "infinite"}.</strong> That is a defect; do not use this result.`}
    </p>`;
}

/** @param {{ contrasts: Contrast[] }} props */
function Worth({ contrasts }) {
  if (!contrasts.some((each) => each.varianceRatio !== null)) return null;
  return html`<h3>What the same luck was worth</h3>
    <p>Both rules of a pair meet the same jobs, breakdowns and tempers. So one pair says as much as so many runs with luck of their own:</p>
    <div class="scroll" tabindex="0" role="region" aria-label="What the same luck was worth">
      <table class="worth">
        <thead><tr>
          <th scope="col">Metric</th>${grouped(contrasts, (each) => each.policy).map(([policy]) => html`<th scope="col"
            class="n">${policy}</th>`)}</tr>
          </thead>
        <tbody>
          ${grouped(contrasts, (each) => each.metric).map(
            ([metric, rows]) => html`<tr key=${metric}>
              <th scope="row">${rows[0].title}</th>${rows.map((row) => html`<td
                class="n">${withUnit(row.varianceRatio, "")}</td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** @param {{ provenance: Provenance, stopped: string | null, cited: Cited[] }} props */
function Made({ provenance, stopped, cited }) {
  const { seeds, versions, seconds, alpha, resultHash } = provenance;
  return html`<h3>How it was made</h3>
    <dl>
      ${stopped && html`<dt>It ended because</dt><dd>${stopped}</dd>`}
      <dt>Error probability</dt><dd>${withUnit(alpha, "share")} for everything shown together</dd>
      <dt>Time</dt><dd>${duration(seconds)}</dd>
      <dt>Seeds</dt><dd><details><summary>${count(seeds.length, "seed")}</summary>${seeds.join(", ")}</details></dd>
      ${cited.map((each) => html`<dt>${each.name}</dt>
        <dd>${each.ref ?? (each.base ? `from ${each.base}` : "written for this experiment")} · <code>${each.contentHash.slice(0, 16)}</code>
        </dd>`)}
      <dt>Result</dt><dd><code>${resultHash}</code><br />
        <span class="soft">Equal results have equal hashes, on any machine.</span></dd>
      <dt>Versions</dt><dd>${versions.map(({ name, version }) => `${name} ${version}`).join(" · ")}</dd>
    </dl>`;
}
