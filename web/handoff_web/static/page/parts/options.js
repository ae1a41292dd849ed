// How a comparison is made: how many pairs and weeks, what is measured, and which differences matter.
import { html, useEffect, useId, withText } from "../lib/html.js";
import { count } from "../lib/format.js";
import { effect, pairsOf, seedTo, wholeFrom } from "../lib/limits.js";
import { change, draft, markUnusable } from "../lib/workshop.js";
import { useTyped } from "./typed.js";

/** @typedef {{ code: string, title: string, unit: string, headline: boolean, smallestEffect: number | null }} Metric */
/** @typedef {import("../lib/limits.js").Limits} Limits */

/** @param {{ metrics: Metric[], limits: Limits, problems: { path: string, expected: string, found: string }[] }} props */
export function Options({ metrics, limits, problems }) {
  const id = useId();
  const now = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const told = (/** @type {string} */ path) => {
    const found = problems.find((each) => each.path === path);
    return found && `expected ${found.expected}; found ${found.found}`;
  };
  return html`<details class="options">
    <summary>Options</summary>
    <p class="option"><label for=${`${id}-title`}>Title</label>
      <input id=${`${id}-title`} value=${now.title} maxlength=${limits.longestTitle} placeholder="named after its policies"
        onInput=${withText((text) => change((before) => ({ ...before, title: text })))} /></p>
    <${TypedOption} name="pairs" label="Pairs" value=${now.pairs} usual=${pairsOf({ ...now, pairs: null }, limits)}
      read=${wholeFrom(limits.fewestPairs, limits.mostPairs)} problem=${told("pairs")}
      onChange=${(/** @type {number | null} */ pairs) => change((before) => ({ ...before, pairs }))} />
    <${Tick} is=${now.untilDecided} label="Stop as soon as it is decided"
      onChange=${(/** @type {boolean} */ untilDecided) => change((before) => ({ ...before, untilDecided }))} />
    <${TypedOption} name="weeks" label="Weeks" value=${now.weeks} usual="the world's own" read=${wholeFrom(1, limits.mostWeeks)}
      problem=${told("weeks")} onChange=${(/** @type {number | null} */ weeks) => change((before) => ({ ...before, weeks }))} />
    <${TypedOption} name="seed" label="Seed" value=${now.seed} read=${seedTo(limits.highestSeed)} problem=${told("seed")}
      onChange=${(/** @type {string} */ seed) => change((before) => ({ ...before, seed }))} />
    <${Tick} is=${now.unilateral} label="Also put single shops in and out, for the quadrants"
      onChange=${(/** @type {boolean} */ unilateral) => change((before) => ({ ...before, unilateral }))} />
    <${Measured} metrics=${metrics} />
    <${Effects} metrics=${metrics} />
  </details>`;
}

/** @param {{ is: boolean, label: string, onChange: (is: boolean) => void }} props */
function Tick({ is, label, onChange }) {
  return html`<p><label class="choice"><input type="checkbox" checked=${is} onChange=${() => onChange(!is)} /> ${label}</label></p>`;
}

/**
 * A number that is read while it is typed; what cannot be used is said beside it, and holds the comparison back.
 * @param {{ name: string, label: string, value: any, usual?: any, unit?: string, problem?: string,
 *   read: (text: string) => import("../lib/limits.js").Typed<any>, onChange: (value: any) => void }} props
 */
function TypedOption({ name, label, value, usual, unit, problem, read, onChange }) {
  const id = useId();
  const [text, setText] = useTyped(value, () => String(value ?? ""));
  const found = read(text);
  const wrong = "problem" in found ? found.problem : problem;
  useEffect(() => {
    markUnusable(name, "problem" in found);
    return () => markUnusable(name, false);
  }, ["problem" in found, name]);
  const type = (/** @type {string} */ typed) => {
    const now = read(typed);
    setText(typed, "value" in now ? now.value : value);
    if ("value" in now && now.value !== value) onChange(now.value);
  };
  return html`<div class="option">
    <label for=${id}>${label}</label>
    <input id=${id} class="number" inputmode="decimal" value=${text} placeholder=${usual} aria-invalid=${wrong ? "true" : undefined}
      aria-describedby=${wrong ? `${id}-wrong` : undefined} onInput=${withText(type)} />
    ${unit && html`<span class="soft">${unit}</span>`}
    ${wrong && html`<p class="problem" id=${`${id}-wrong`} role="alert">${wrong}</p>`}
  </div>`;
}

/** Which metrics are compared: all, or those that are ticked. @param {{ metrics: Metric[] }} props */
function Measured({ metrics }) {
  const only = draft.value?.metrics ?? null;
  const choose = (/** @type {string[]} */ codes) => change((before) => ({ ...before, metrics: codes.length ? codes : null }));
  const toggle = (/** @type {string} */ code) =>
    choose(only?.includes(code) ? only.filter((each) => each !== code) : [...(only ?? []), code]);
  const strange = (only ?? []).filter((code) => !metrics.some((each) => each.code === code));
  return html`<details class="more"><summary>${only ? `Decided by ${count(only.length, "metric")}` : "Which metrics decide"}</summary>
    <p class="soft">With none ticked all are compared, and the usual headlines decide. Those that are ticked become the headlines,
      and the others are left out.</p>
    ${strange.length > 0 && html`<p class="problem" role="alert">The service knows no metric ${strange.join(", ")}.</p>`}
    ${only && html`<p><button type="button" class="quiet" onClick=${() => choose([])}>Compare all again</button></p>`}
    <div class="metrics" role="group" aria-label="Metrics that decide">${metrics.map((metric) => html`<label class="choice"
      key=${metric.code}><input type="checkbox" checked=${only?.includes(metric.code) ?? false}
        onChange=${() => toggle(metric.code)} /> ${metric.title}</label>`)}</div>
  </details>`;
}

/** The smallest effects that matter, of the metrics that decide. @param {{ metrics: Metric[] }} props */
function Effects({ metrics }) {
  const { metrics: only, smallestEffects } = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const set = (/** @type {string} */ metric, /** @type {number | null} */ size) =>
    change((before) => {
      const others = before.smallestEffects.filter((each) => each.metric !== metric);
      return { ...before, smallestEffects: size === null ? others : [...others, { metric, effect: size }] };
    });
  const said = (/** @type {string} */ code) => smallestEffects.find((each) => each.metric === code)?.effect ?? null;
  const shown = metrics.filter(({ code, headline }) => (only ? only.includes(code) : headline) || said(code) !== null);
  return html`<details class="more"><summary>What difference matters</summary>
    <p class="soft">The smallest difference that would change your mind. Left empty, the metric's usual one, or 5% of the
      baseline's level.</p>
    ${shown.map((metric) => html`<${TypedOption} key=${metric.code} name=${`effect.${metric.title}`} label=${metric.title}
      value=${said(metric.code)} usual=${metric.smallestEffect ?? "5%"} unit=${metric.unit} read=${effect}
      onChange=${(/** @type {number | null} */ size) => set(metric.code, size)} />`)}
  </details>`;
}
