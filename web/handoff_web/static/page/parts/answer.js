// The answer to a question: combinations and levels as bars, every table, and what it rests on.
import { html, useState, withText } from "../lib/html.js";
import { count, duration, withUnit } from "../lib/format.js";
import { ranked, rowsOf, shortLevel } from "../lib/questions.js";
import { grouped, reach } from "../lib/scale.js";
import { BarRow } from "./bar_row.js";
import { Folded } from "./runs.js";

/** @typedef {import("../lib/questions.js").Combination} Combination */
/** @typedef {import("../lib/questions.js").Effect} Effect */
/** @typedef {import("../lib/questions.js").Table} Table */
/** @typedef {{ name: string, sha256: string }} Hash */

const FEW = 8; // combinations that are shown at first

/**
 * A choice of one metric, and of one world where there are several, for what is below it.
 * @template {import("../lib/questions.js").InWorld} Row
 * @param {{ id: string, rows: Row[], children: (world: string, metric: string, rows: Row[]) => unknown }} props
 */
function Chosen({ id, rows, children }) {
  const worlds = grouped(rows, (each) => each.world).map(([name]) => name);
  const metrics = grouped(rows, (each) => each.metric);
  const [world, setWorld] = useState(worlds[0] ?? "");
  const [metric, setMetric] = useState(metrics[0]?.[0] ?? "");
  const shown = rows.filter((each) => each.world === world && each.metric === metric);
  return html`<p class="row">
      <label for=${`${id}-metric`}>Metric</label>
      <select id=${`${id}-metric`} value=${metric} onChange=${withText(setMetric)}>
        ${metrics.map(([code, [first]]) => html`<option value=${code}>${first.title}</option>`)}
      </select>
      ${worlds.length > 1 &&
      html`<label for=${`${id}-world`}>World</label>
        <select id=${`${id}-world`} value=${world} onChange=${withText(setWorld)}>
          ${worlds.map((each) => html`<option value=${each}>${each}</option>`)}
        </select>`}
      <span class="soft">${shown[0]?.unit}, ${count(shown[0]?.pairs ?? 0, "pair")}</span>
    </p>
    ${children(world, metric, shown)}`;
}

/**
 * Every combination against the baseline, the best first.
 * @param {{ combinations: Combination[], directions: Record<string, string> }} props - Direction of each metric by its code.
 */
export function Combinations({ combinations, directions }) {
  const [all, setAll] = useState(false);
  return html`<${Chosen} id="combinations" rows=${combinations}>
    ${(/** @type {string} */ world, /** @type {string} */ metric) => {
      const rows = ranked(combinations, world, metric, directions[metric]);
      const bars = rows.map((each) => ({ ...each, smallestEffect: 0 }));
      const far = reach(bars);
      return html`<div class="bars">
          ${(all ? bars : bars.slice(0, FEW)).map(
            (each) => html`<${BarRow} key=${each.combination} name=${each.combination} label=${`${each.combination}, ${each.title}`}
              interval=${each} unit=${each.unit} reach=${far} verdict=${each.verdict} data=${{ "data-combination": each.combination }} />`,
          )}
        </div>
        ${rows.length > FEW &&
        html`<p><button type="button" class="quiet" aria-expanded=${all}
          onClick=${() => setAll(!all)}>${all ? "Only the first" : `All ${rows.length} combinations`}</button></p>`}`;
    }}
  <//>`;
}

/** What each level does, against the average of all combinations. @param {{ effects: Effect[] }} props */
export function Effects({ effects }) {
  return html`<${Chosen} id="effects" rows=${effects}>
    ${(/** @type {string} */ _world, /** @type {string} */ _metric, /** @type {Effect[]} */ rows) => {
      const bars = rows.map((each) => ({ ...each, difference: each.effect, smallestEffect: 0 }));
      const far = reach(bars);
      return html`<div class="standings">
        ${grouped(bars, (each) => each.factor).map(
          ([factor, levels]) => html`<section key=${factor} class="standing" aria-label=${factor}>
            <h3>${factor}</h3>
            ${levels.map(
              (each) => html`<${BarRow} key=${each.level} name=${shortLevel(each)} label=${`${factor} ${shortLevel(each)}, ${each.title}`}
                interval=${each} unit=${each.unit} reach=${far} data=${{ "data-level": each.level }} />`,
            )}
          </section>`,
        )}
      </div>`;
    }}
  <//>`;
}

/** Every table of the answer, folded away. @param {{ tables: Table[] }} props */
export function Tables({ tables }) {
  return tables.map(
    (table) => html`<${Folded} key=${table.title} summary=${`Table: ${table.title}`}>${() => html`<${Whole} table=${table} />`}<//>`,
  );
}

/** @param {{ table: Table }} props */
function Whole({ table }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${table.title}>
    <table>
      <thead><tr>${table.columns.map(({ name, numbers }) => html`<th scope="col" class=${numbers ? "n" : ""}>${name}</th>`)}</tr></thead>
      <tbody>
        ${rowsOf(table).map(
          (cells, row) => html`<tr key=${row}>
            ${cells.map((cell) => (typeof cell === "number" ? html`<td class="n">${withUnit(cell, "")}</td>` : html`<td>${cell ?? ""}</td>`))}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/**
 * @param {{ answer: { method: string, results: Hash[], hashes: Hash[] }, versions: { name: string, version: string }[], seconds: number,
 *   question: { seed: string, estimand: string, decisionRule: string } | null, askedHash: string, resultHash: string | null }} props
 */
export function Grounds({ answer: { method, results, hashes }, question, versions, seconds, askedHash, resultHash }) {
  const told = /** @type {[string, unknown][]} */ ([
    ["What is estimated", question?.estimand],
    ["What is decided", question?.decisionRule],
    ["How", method],
    ["Time", duration(seconds)],
    ["Root of the seeds", question?.seed],
    ["Asked", askedHash && html`<code>${askedHash}</code>`],
    ["Answer", html`<code>${resultHash}</code><br /><span class="soft">Equal answers have equal hashes, on any machine.</span>`],
    ...results.map(({ name, sha256 }) => [`Result in ${name}`, html`<code>${sha256.slice(0, 16)}</code>`]),
    ["Versions", versions.map(({ name, version }) => `${name} ${version}`).join(" · ")],
  ]);
  return html`<details class="trust">
    <summary>Can I trust this?</summary>
    <dl>${told.filter(([, said]) => said).map(([name, said]) => html`<dt>${name}</dt><dd>${said}</dd>`)}</dl>
    ${hashes.length > 0 &&
    html`<details><summary>${count(hashes.length, "world or policy", "worlds and policies")}</summary>
      <dl>${hashes.map(({ name, sha256 }) => html`<dt>${name}</dt><dd><code>${sha256.slice(0, 16)}</code></dd>`)}</dl>
    </details>`}
  </details>`;
}
