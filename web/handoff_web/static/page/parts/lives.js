// Two lives of one job: what happened step by step, the first event that differs and its cause, and the money.
import { html } from "../lib/html.js";
import { dollars, sentenceCase } from "../lib/format.js";

/** @typedef {{ week: number, kind: string, text: string }} Happened */
/** @typedef {{ step: string, before: string[], after: string[], same: boolean }} Step */
/** @typedef {{ who: string, roles: string, beforeCents: number, afterCents: number, differenceCents: number }} PartyMoney */
/** @typedef {{ title: string, shop: string, policy: string, earnedCents: number, items: { what: string, cents: number }[],
 *   because: string[], elsewhere: string }} Loss */
/** @typedef {{ job: string, policies: string[], headline: string, parting: string[],
 *   first: { week: number, subject: string, before: Happened[], after: Happened[] } | null, how: string,
 *   cause: { text: string, points: string[] }[], steps: Step[], money: string, parties: PartyMoney[], losses: Loss[],
 *   pictures: import("./figure.js").Picture[] }} Followed */

/** @param {{ found: Followed }} props */
export function Lives({ found }) {
  const { job, headline, first, parting, cause, policies, steps, money, parties, losses } = found;
  return html`<h2>Job ${job}</h2>
    <p class="lede">${headline}</p>
    ${first &&
    html`<section class="card parting" aria-label="Where the two lives part">
      <h3>Here the two lives part: week ${first.week}</h3>
      ${parting.map((text) => html`<p>${text}</p>`)}
      ${cause.map(({ text, points }) => html`<p><strong>${text}</strong>
        </p>${points.length > 0 && html`<ul>${points.map((each) => html`<li>${each}</li>`)}</ul>`}`)}
    </section>`}
    <h3>Step by step</h3>
    <${Steps} steps=${steps} policies=${policies} />
    ${losses.map((loss) => html`<${Lost} key=${loss.shop + loss.policy} loss=${loss} />`)}
    <h3>The money that moved</h3>
    <p>${money}</p>
    <${Money} parties=${parties} policies=${policies} />`;
}

/** @param {{ steps: Step[], policies: string[] }} props */
function Steps({ steps, policies }) {
  const parts = steps.findIndex((each) => !each.same);
  const side = (/** @type {string[]} */ lines, /** @type {string} */ policy) =>
    html`<div class="side">
      <p class="policy soft">${policy}</p>${lines.length ? lines.map((line) => html`<p>${line}</p>`) : html`<p
        class="soft">nothing</p>`}</div>`;
  return html`<ol class="lives">
    ${steps.map(
      ({ step, before, after, same }, i) => html`<li key=${step}
        class=${`${same ? "same" : "differs"} ${i === parts ? "first" : ""}`} data-step=${step}>
        <h4>${sentenceCase(step)} ${i === parts ? html`<span
          class="badge WORSE">first difference</span>` : same ? html`<span
          class="badge INCONCLUSIVE">the same</span>` : null}</h4>
        <div class="sides">${side(before, policies[0])} ${side(after, policies[1])}</div>
      </li>`,
    )}
  </ol>`;
}

/** @param {{ loss: Loss }} props */
function Lost({ loss: { title, items, earnedCents, because, elsewhere } }) {
  return html`<section class="card loss">
    <h3>${title}</h3>
    <table><tbody>
      ${items.map(({ what, cents }) => html`<tr><th scope="row">${sentenceCase(what)}</th>
        <td class="n">${dollars(cents, { signed: true })}</td></tr>`)}
      <tr class="total"><th scope="row">Left</th><td class="n">${dollars(earnedCents, { signed: true })}</td></tr>
    </tbody></table>
    ${because.map((text) => html`<p>${text}</p>`)}
    ${elsewhere && html`<p class="soft">${elsewhere}</p>`}
  </section>`;
}

/** @param {{ parties: PartyMoney[], policies: string[] }} props */
function Money({ parties, policies }) {
  const sum = parties.reduce((before, each) => before + each.differenceCents, 0);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The money that moved"><table class="money">
    <thead><tr><th scope="col">Party</th>
      <th scope="col">Part</th>${policies.map((each) => html`<th scope="col" class="n">${each}</th>`)}<th scope="col"
        class="n">Difference</th>
      </tr></thead>
    <tbody>
      ${parties.map(
        (each) => html`<tr><th scope="row">${each.who}</th><td>${each.roles}</td>
          <td class="n">${dollars(each.beforeCents, { signed: true })}</td>
          <td class="n">${dollars(each.afterCents, { signed: true })}</td><td class="n">
          <strong>${dollars(each.differenceCents, { signed: true })}</strong></td></tr>`,
      )}
      <tr class="total"><th scope="row">Sum</th><td></td><td></td><td></td>
        <td class="n">${dollars(sum, { signed: true })}</td></tr>
    </tbody>
  </table></div>`;
}
