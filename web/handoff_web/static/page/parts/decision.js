// One decision of a shop: the answer, the few terms that decided it, and what would have turned it.
import { html } from "../lib/html.js";
import { figure, sentenceCase, withUnit } from "../lib/format.js";
import { bars, steps, zeroOf } from "../lib/waterfall.js";

/** @typedef {{ label: string, amount: number, term: string | null }} Addend */
/** @typedef {{ kind: string, rule: string, routine: boolean, question: string, answer: string, because: string, mattered: string[],
 *   side: string, job: string | null, terms: { name: string, meaning: string, unit: string, value: number | null, asked: boolean }[],
 *   parts: Addend[], total: number | null, totalLabel: string | null, totalUnit: string | null,
 *   ways: { label: string, cost: number | null, parts: Addend[] }[], flips: { words: string }[], firmWords: string | null,
 *   slopes: { words: string }[] }} Decision */

const MOST = 4; // turning points shown at once

/** Whether it is a refusal. @param {Decision} decision */
export const saidNo = ({ answer, side }) => /^no/i.test(answer) || side === "no";

/** @param {{ decision: Decision, level?: 3 | 4 }} props */
export function DecisionCard({ decision, level = 3 }) {
  const { question, answer, because, mattered, parts, totalLabel, totalUnit, ways, flips, slopes, firmWords } = decision;
  const turned = [...flips, ...slopes].map((each) => each.words);
  return html`<article class=${`card decision ${saidNo(decision) ? "said-no" : ""}`} data-kind=${decision.kind}>
    <${`h${level}`}>${question}<//>
    <p class="answer"><strong>${answer}.</strong> ${because}</p>
    ${mattered.length > 0 && html`<p>What weighed most: ${mattered.join("; ")}.</p>`}
    ${parts.length > 0 && html`<${Waterfall} parts=${parts} label=${totalLabel ?? "total"} unit=${totalUnit ?? ""} />`}
    ${ways.length > 0 && html`<${Ways} ways=${ways} />`}
    ${turned.length > 0 &&
    html`<div class="turned"><p><strong>It would have been otherwise with</strong></p>
      <ul>${turned.slice(0, MOST).map((each) => html`<li>${each}</li>`)}</ul>
      ${turned.length > MOST && html`<details><summary>${turned.length - MOST} more</summary>
        <ul>${turned.slice(MOST).map((each) => html`<li>${each}</li>`)}</ul></details>`}
    </div>`}
    ${firmWords && html`<p class="soft">${firmWords}</p>`}
    <details class="more"><summary>Every term (rule ${decision.rule})</summary>
      <div class="scroll" tabindex="0" role="region" aria-label="Terms"><table>
        <thead><tr><th scope="col">Term</th><th scope="col" class="n">Value</th></tr></thead>
        <tbody>${decision.terms.map((term) => html`<tr class=${term.asked ? "" : "soft"}>
          <th scope="row">${term.meaning}</th><td class="n">${withUnit(term.value, term.unit)}</td></tr>`)}</tbody>
      </table></div>
    </details>
  </article>`;
}

/** @param {{ parts: Addend[], label: string, unit: string }} props */
export function Waterfall({ parts, label, unit }) {
  const found = steps(parts, label);
  const drawn = bars(found);
  const zero = zeroOf(found);
  return html`<table class="waterfall">
    <caption class="visually-hidden">What adds up to ${label}, ${unit}</caption>
    <tbody>
      ${found.map((step, i) => {
        const kind = step.isTotal ? "total" : step.amount < 0 ? "against" : "for";
        return html`<tr class=${kind}>
          <th scope="row">${sentenceCase(step.label)}</th>
          <td class="track" aria-hidden="true"><span class="zero" style=${{ left: `${zero}%` }}></span>
            <span class="bar" style=${{ left: `${drawn[i].left}%`, width: `${drawn[i].width}%` }}></span></td>
          <td class="n">${figure(step.amount, unit, { signed: true })}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}

/** The ways there were, and what each would have cost. @param {{ ways: Decision["ways"] }} props */
function Ways({ ways }) {
  const open = ways.filter((each) => each.cost !== null);
  const most = Math.max(...open.map((each) => Number(each.cost)), 1);
  return html`<table class="waterfall ways">
    <caption class="visually-hidden">What each way would have cost</caption>
    <tbody>
      ${ways.map(
        ({ label, cost, parts }) => html`<tr class="against">
          <th scope="row">${sentenceCase(label)}<br />
            <span
              class="soft">${parts.map((part) => `${part.label} ${figure(part.amount, "$")}`).join(", ")}</span></th>
          <td class="track" aria-hidden="true">${cost !== null && html`<span class="bar"
            style=${{ left: 0, width: `${(100 * Math.max(0, cost)) / most}%` }}>
            </span>`}</td>
          <td class="n">${cost === null ? "closed" : figure(cost, "$")}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
