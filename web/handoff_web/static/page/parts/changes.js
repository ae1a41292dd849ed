// The difference between a candidate and the baseline in plain words: beside the rules, and on a phone in a bar that opens.
import { html } from "../lib/html.js";
import { nameOf } from "../lib/draft.js";
import { count } from "../lib/format.js";
import { current, draft, isFresh, told } from "../lib/workshop.js";
import { inWords } from "./rule_card.js";
import { Loading } from "./states.js";

/** Beside the rules, where the window is wide. */
export function Changes() {
  return html`<section id="changes" class="changes" aria-live="polite" data-fresh=${isFresh.value}>
    <h2>What changes for a shop</h2>
    <${Told} />
  </section>`;
}

/** At the foot of a narrow window: how many differences there are, which opens to say them, and the way to the start. */
export function Bar() {
  const now = told.value;
  const said = now?.changes && count(now.changes.length, "difference");
  const short = now?.problems.length ? count(now.problems.length, "problem") : said;
  return html`<div class="bar-below" role="region" aria-label="In short">
    <details>
      <summary>${short || "The differences"}</summary>
      <div class="opened" tabindex="0" role="group" aria-label="What changes for a shop"><${Told} /></div>
    </details>
    <a class="button" href="#run">To the start</a>
  </div>`;
}

function Told() {
  const now = told.value;
  const baseline = draft.value?.baseline ?? "";
  return html`<p class="soft">${current.value?.name} against ${nameOf(baseline)}</p>
    ${!now && html`<${Loading} what="Reading the rules" />`}
    ${now?.failed ? html`<p class="soft">The service could not be asked just now.</p>` : null}
    ${now?.problems.length
      ? html`<p class="problem">These rules cannot be used yet:</p>
          <ul class="problems">${now.problems.map((each) => html`<li><code>${each.path}</code>: ${inWords(each)}</li>`)}</ul>`
      : null}
    ${now?.changes && now.changes.length === 0 && html`<p>Nothing: both are the same rules.</p>`}
    ${now?.changes && html`<ul>${now.changes.map((each) => html`<li key=${each.path}>${each.sentence}</li>`)}</ul>`}`;
}
