// How long and how often: options of a comparison, with defaults that do.
import { html, useId, withText } from "../lib/html.js";
import { change, draft } from "../lib/workshop.js";

/** @typedef {{ code: string, title: string, unit: string, headline: boolean, smallestEffect: number | null }} Metric */

/** @param {{ metrics: Metric[], problems: { path: string, expected: string, found: string }[] }} props */
export function Options({ metrics, problems }) {
  const id = useId();
  const now = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const number = (/** @type {string} */ text) => (text.trim() === "" ? null : Number.isInteger(Number(text)) ? Number(text) : null);
  const wrong = (/** @type {string} */ path) => {
    const found = problems.find((each) => each.path === path);
    return found && html`<span class="problem" role="alert">expected ${found.expected}; found ${found.found}</span>`;
  };
  const effectOf = (/** @type {string} */ metric) => now.smallestEffects.find((each) => each.metric === metric)?.effect ?? "";
  const setEffect = (/** @type {string} */ metric, /** @type {string} */ text) => {
    const others = now.smallestEffects.filter((each) => each.metric !== metric);
    const effect = Number(text);
    change((before) => ({ ...before, smallestEffects: text.trim() && effect > 0 ? [...others, { metric, effect }] : others }));
  };
  return html`<details class="options">
    <summary>Options</summary>
    <p>
      <label for=${`${id}-title`}>Title</label> <input id=${`${id}-title`} value=${now.title} maxlength="200"
        placeholder="named after its policies"
        onInput=${withText((text) => change((before) => ({ ...before, title: text })))} />
      </p>
    <p class="row">
      <label for=${`${id}-pairs`}>Pairs</label>
      <input id=${`${id}-pairs`} class="number" inputmode="numeric" value=${now.pairs ?? ""}
        placeholder=${now.untilDecided ? "64" : "12"}
        onInput=${withText((text) => change((before) => ({ ...before, pairs: number(text) })))} />
      <label class="choice">
        <input type="checkbox" checked=${now.untilDecided}
          onChange=${() => change((before) => ({ ...before, untilDecided: !before.untilDecided }))} /> stop once it is decided</label>
      ${wrong("pairs")}
    </p>
    <p class="row">
      <label for=${`${id}-weeks`}>Weeks</label>
      <input id=${`${id}-weeks`} class="number" inputmode="numeric" value=${now.weeks ?? ""} placeholder="the world's"
        onInput=${withText((text) => change((before) => ({ ...before, weeks: number(text) })))} />
      <label for=${`${id}-seed`}>Seed</label>
      <input id=${`${id}-seed`} class="number" inputmode="numeric" pattern="[0-9]{1,20}" value=${now.seed}
        onInput=${withText((text) => /^\d{1,20}$/.test(text) && change((before) => ({ ...before, seed: text })))} />
      ${wrong("weeks")} ${wrong("seed")}
    </p>
    <p><label class="choice">
      <input type="checkbox" checked=${now.unilateral}
        onChange=${() => change((before) => ({ ...before, unilateral: !before.unilateral }))} /> also put single shops in and out, for the quadrants</label>
      </p>
    <details class="more"><summary>What difference matters</summary>
      <p
        class="soft">The smallest difference that would change your mind. Left empty, the metric's usual one, or 5% of the baseline's level.</p>
      ${metrics.filter((each) => each.headline).map(
        (metric) => html`<p class="row effect" key=${metric.code}>
          <label for=${`${id}-${metric.code}`}>${metric.title}</label>
          <input id=${`${id}-${metric.code}`} class="number" inputmode="decimal" defaultValue=${effectOf(metric.code)}
            placeholder=${metric.smallestEffect ?? "5%"} onInput=${withText((text) => setEffect(metric.code, text))} />
          <span class="soft">${metric.unit}</span>
        </p>`,
      )}
    </details>
  </details>`;
}
