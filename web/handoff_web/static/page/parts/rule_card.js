// One question a policy answers: what this candidate says there, and its rules to change.
import { html } from "../lib/html.js";
import { count, nameOf, sentenceCase } from "../lib/format.js";
import { addedUp, inShort, missing, partsOf, same, valueAt } from "../lib/fields.js";
import { FieldRow } from "./field.js";

/** @typedef {import("../lib/fields.js").Field} Field */
/** @typedef {{ id: string, question: string, summary: string, main: string[], fields: Field[] }} Card */
/** @typedef {{ path: string, expected: string, found: string, options: string[] }} Problem */

/**
 * @param {{ card: Card, document: unknown, preset: unknown, problems: Problem[], open: boolean,
 *   whose: string, onChange: (changes: Record<string, unknown>) => void }} props - `whose` tells candidates apart, so that
 *   what is typed for one stays with it; `onChange` is given values by path.
 */
export function RuleCard({ card, document, preset, problems, onChange, open, whose }) {
  const parts = partsOf(card.fields);
  const main = parts.filter(({ path }) => card.main.includes(path));
  const others = parts.filter(({ path }) => !card.main.includes(path));
  const changed = card.fields.filter(({ path }) => !same(valueAt(document, path), valueAt(preset, path)));
  const wrong = problems.filter((each) => card.fields.some(({ path, vector }) => isAbout(each, path) || isAbout(each, vector)));
  const row = (/** @type {ReturnType<typeof partsOf>[number]} */ part) =>
    part.isVector
      ? html`<${Vector} key=${`${whose} ${part.path}`} ...${{ part, document, preset, problems, onChange }} />`
      : html`<${FieldRow}
          key=${`${whose} ${part.path}`}
          field=${part.items[0]}
          value=${valueAt(document, part.path)}
          preset=${valueAt(preset, part.path)}
          problem=${problemAt(problems, part.path)}
          onChange=${(/** @type {unknown} */ value) => onChange({ [part.path]: value })}
        />`;
  return html`<details class="card rule-card" open=${open} data-card=${card.id}>
    <summary>
      <span class="question">${card.question}</span>
      ${changed.length > 0 && html`<span class="badge EQUIVALENT">${count(changed.length, "change")}</span>`}
      ${wrong.length > 0 && html`<span class="badge WORSE">${count(wrong.length, "problem")}</span>`}
      <span class="says soft">${main.slice(0, 4).map((part) => inBrief(part, document)).join(" · ")}</span>
    </summary>
    <p class="soft">${card.summary}</p>
    ${main.map(row)}
    ${others.length > 0 && html`<details class="more">
      <summary>${count(others.length, "more rule")}</summary>${others.map(row)}</details>`}
  </details>`;
}

/** @param {ReturnType<typeof partsOf>[number]} part @param {unknown} document */
function inBrief({ path, items, isVector }, document) {
  if (!isVector) return `${nameOf(path)} ${inShort(valueAt(document, path), items[0])}`;
  const [largest] = [...items].sort((a, b) => Number(valueAt(document, b.path)) - Number(valueAt(document, a.path)));
  return `most on ${nameOf(largest.path)}`;
}

/** Items that are set together, and mostly must add up. @param {{ part: ReturnType<typeof partsOf>[number], document: unknown,
 *   preset: unknown, problems: Problem[], onChange: (changes: Record<string, unknown>) => void }} props */
function Vector({ part: { path, items }, document, preset, problems, onChange }) {
  const values = items.map((each) => Number(valueAt(document, each.path)));
  const { total } = items[0];
  const gap = missing(values, total);
  const sum = values.reduce((before, each) => before + each, 0);
  const add = () => onChange(Object.fromEntries(addedUp(values, total ?? 1).map((value, i) => [items[i].path, value])));
  return html`<fieldset class="vector" data-path=${path}>
    <legend>${sentenceCase(nameOf(path) === "w" ? "weights" : nameOf(path))}</legend>
    ${items.map(
      (field) => html`<${FieldRow}
        key=${field.path}
        field=${field}
        value=${valueAt(document, field.path)}
        preset=${valueAt(preset, field.path)}
        problem=${problemAt(problems, field.path)}
        onChange=${(/** @type {unknown} */ value) => onChange({ [field.path]: value })}
      />`,
    )}
    ${total !== null &&
    html`<p class=${gap ? "problem row" : "soft row"} role=${gap ? "alert" : undefined}>
      They add up to ${+sum.toFixed(4)}${gap ? `; expected ${total}` : ", as they must"}
      ${gap !== 0 && html`<button type="button" class="quiet" onClick=${add}>Make them add up</button>`}
    </p>`}
    ${problems.filter((each) => each.path === path && !gap).map((each) => html`<p class="problem"
      role="alert">${inWords(each)}</p>`)}
  </fieldset>`;
}

/** @param {Problem} problem @param {string | null} path */
function isAbout(problem, path) {
  return path !== null && (problem.path === path || problem.path.startsWith(`${path}.`));
}

/** @param {Problem[]} problems @param {string} path */
function problemAt(problems, path) {
  const found = problems.find((each) => isAbout(each, path));
  return found && inWords(found);
}

/** @param {Problem} problem */
export function inWords({ expected, found, options }) {
  return `expected ${expected}; found ${found}${options.length ? ` (${options.slice(0, 6).join(", ")})` : ""}`;
}
