// Why did this shop say no? Choose a shop and a week, and read its decisions.
import { html, useEffect, useMemo, useRef, withText } from "../lib/html.js";
import { asked, askedNumber, remember } from "../lib/router.js";
import { count, figure, withUnit } from "../lib/format.js";
import { inWords, refusals, tellingWeeks } from "../lib/weeks.js";
import { DecisionCard, saidNo } from "../parts/decision.js";
import { useAnswer } from "../parts/loaded.js";
import { OfExperiment } from "../parts/of_experiment.js";
import { RunChoice, useRuns } from "../parts/run_choice.js";
import { Empty, Failure, Loading } from "../parts/states.js";

/** @typedef {import("../lib/weeks.js").Week} Week */
/** @typedef {import("../parts/decision.js").Decision} Decision */
/** @typedef {import("../parts/of_experiment.js").Arms} Arms */
/** @typedef {{ number: number, size: string, region: number, machines: number, member: boolean, profitPerMachineWeek: number | null,
 *   utilisation: number | null, winRate: number | null, wastedHoursPerWeek: number | null, inBusiness: boolean }} Shop */

const PAGE = 20; // shops at once
const SIZES = /** @type {Record<string, string>} */ ({ S: "small", M: "medium", L: "large" });
const SHORTCUTS = 6; // weeks offered at once

/** @param {{ id: string }} props */
export function Why({ id }) {
  return html`<${OfExperiment} id=${id} title="Why did this shop say no?" short="Why">
    ${(/** @type {Arms} */ { baseline, policies }) => html`<${Chosen} id=${id} names=${[baseline, ...policies]} />`}<//>`;
}

/** @param {{ id: string, names: string[] }} props */
function Chosen({ id, names }) {
  const words = asked.value;
  const policy = names.find((each) => each === words.get("policy")) ?? names[1];
  const position = askedNumber("position") ?? 0;
  const shop = askedNumber("shop");
  const week = askedNumber("week");
  const { runs, error } = useRuns(id, policy);
  const placed = runs?.find((each) => each.position === position);
  return html`<${RunChoice} names=${names} policy=${policy} position=${position} runs=${runs}
    forget=${{ shop: null, week: null }} />
    ${error ? html`<${Failure} error=${error} />` : null}
    ${!runs && !error && html`<${Loading} what="Looking for the run" />`}
    ${runs && !placed && html`<${Empty} title="This future has not been lived through yet">
      <p>Choose another, or come back when the experiment is further.</p><//>`}
    ${placed?.run.failure && html`<${Failure} title="This run broke"
      error=${new Error(placed.run.failure.split("\n")[0])} />`}
    ${placed && !placed.run.failure
      ? shop === null
        ? html`<${Shops} run=${placed.run.key} />`
        : html`<${OneShop} run=${placed.run.key} shop=${shop} week=${week} />`
      : null}`;
}

/** @param {{ run: string }} props */
function Shops({ run }) {
  const words = asked.value;
  const offset = askedNumber("offset") ?? 0;
  const size = words.get("size");
  const { data, error } = useAnswer("RunShops", { run, offset, limit: PAGE, size: size && SIZES[size] ? size : null });
  if (error) {
    return html`<${Failure} title="This run cannot be lived through again" error=${error}>
    <p>Where another version of the model made it, <em>Duplicate and edit</em> makes the experiment anew.</p><//>`;
  }
  if (!data) return html`<${Loading} what="Living through this future once more, to see every shop (some seconds)" />`;
  /** @type {{ total: number, rows: Shop[] }} */
  const { total, rows } = /** @type {any} */ (data).run.shops;
  return html`<h2>Choose a shop</h2>
    <p class="row">
      <label for="size">Size</label>
      <select id="size" value=${size ?? ""} onChange=${withText((text) => remember({ offset: null, size: text }))}>
        <option value="">any</option>${Object.entries(SIZES).map(([code, name]) => html`<option
          value=${code}>${name}</option>`)}
      </select>
      <span class="soft">${count(total, "shop")}</span>
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Shops">
      <table class="shops">
        <thead><tr><th scope="col">Shop</th><th scope="col">Size</th><th scope="col" class="n">Region</th>
          <th scope="col" class="n">Machines</th><th scope="col">Member</th>
          <th scope="col" class="n">Profit per machine-week</th><th scope="col" class="n">Quote hours wasted a week</th>
          <th scope="col" class="n">Win rate</th></tr></thead>
        <tbody>
          ${rows.map(
            (each) => html`<tr key=${each.number}>
              <th scope="row">
                <button type="button" class="link"
                  onClick=${() => remember({ shop: each.number, week: null }, { step: true })}>Shop ${each.number}</button>
                </th>
              <td>${SIZES[each.size] ?? each.size}${each.inBusiness ? "" : ", gone"}</td>
                <td class="n">${each.region}</td><td
                  class="n">${each.machines}</td><td>${each.member ? "yes" : "no"}</td>
              <td class="n">${figure(each.profitPerMachineWeek, "$")}</td>
                <td class="n">${withUnit(each.wastedHoursPerWeek, "h")}</td>
                <td class="n">${figure(each.winRate, "share")}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="row">
      ${offset > 0 && html`<button type="button" class="quiet"
        onClick=${() => remember({ offset: offset > PAGE ? offset - PAGE : null })}>Before</button>`}
      ${offset + PAGE < total && html`<button type="button" class="quiet"
        onClick=${() => remember({ offset: offset + PAGE })}>After</button>`}
    </p>`;
}

/** @param {{ run: string, shop: number, week: number | null }} props */
function OneShop({ run, shop, week }) {
  const { data, error } = useAnswer("ShopWeeks", { run, shop });
  /** @type {Week[] | undefined} */
  const weeks = /** @type {any} */ (data)?.run.weeksOf;
  return html`<p class="row">
    <button type="button" class="quiet" onClick=${() => remember({ shop: null, week: null }, { step: true })}>All shops</button></p>
    <h2>Shop ${shop}</h2>
    ${error ? html`<${Failure} title="This run cannot be lived through again" error=${error} />` : null}
    ${!weeks && !error && html`<${Loading}
      what="Living through this future once more, with every decision written down (some seconds)" />`}
    ${weeks && html`<${Weeks} weeks=${weeks} week=${week} />`}
    ${weeks && week !== null && html`<${OneWeek} run=${run} shop=${shop} week=${week} />`}`;
}

/** @param {{ weeks: Week[], week: number | null }} props */
function Weeks({ weeks, week }) {
  const telling = useMemo(() => tellingWeeks(weeks).slice(0, SHORTCUTS), [weeks]);
  const chosen = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const most = Math.max(1, ...weeks.map((each) => each.quotesSent + each.accepted + refusals(each)));
  useEffect(() => chosen.current?.scrollIntoView({ block: "nearest", inline: "center" }), [weeks]);
  if (weeks.length === 0) return html`<${Empty} title="It decided nothing in this future" />`;
  const key = (/** @type {KeyboardEvent} */ event) => {
    const by = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1 })[event.key];
    if (!by || !(event.target instanceof HTMLElement)) return;
    const next = /** @type {HTMLElement | null} */ (by > 0 ? event.target.nextElementSibling : event.target.previousElementSibling);
    next?.focus();
    event.preventDefault();
  };
  const at = weeks.findIndex((each) => each.week === week);
  return html`${telling.length > 0 &&
    html`<p class="row shortcuts"><strong>It said no most in</strong>
      ${telling.map((each) => html`<button type="button" class="quiet" aria-pressed=${each.week === week}
        onClick=${() => remember({ week: each.week }, { step: true })}>week ${each.week}</button>`)}
    </p>`}
    <div class="weeks" role="group" aria-label="Weeks in which it decided something" onKeyDown=${key}>
      ${weeks.map((each, i) => {
        const yes = each.quotesSent + each.accepted;
        const no = refusals(each);
        return html`<button
          type="button" key=${each.week} ref=${each.week === week ? chosen : undefined}
            tabindex=${i === Math.max(at, 0) ? 0 : -1}
          aria-pressed=${each.week === week} aria-label=${`Week ${each.week}: ${inWords(each)}`}
            title=${`Week ${each.week}: ${inWords(each)}`}
          onClick=${() => remember({ week: each.week }, { step: true })}
        ><span class="no" style=${{ height: `${(100 * no) / most}%` }}></span>
          <span class="yes" style=${{ height: `${(100 * yes) / most}%` }}></span></button>`;
      })}
    </div>
    <p class="soft">A bar is a week: <span class="swatch no"></span> said no, <span class="swatch yes">
      </span> quoted or took work. ${week === null ? "Choose one." : ""}</p>`;
}

/** @param {{ run: string, shop: number, week: number }} props */
function OneWeek({ run, shop, week }) {
  const { data, error } = useAnswer("WhyShopWeek", { run, shop, week });
  const why = /** @type {any} */ (data)?.run.why;
  if (error) return html`<${Failure} error=${error} />`;
  if (!why) return html`<${Loading} what=${`Asking what it decided in week ${week}`} />`;
  /** @type {Decision[]} */
  const decisions = why.decisions;
  const kind = asked.value.get("kind") ?? "";
  const kinds = [...new Set(decisions.map((each) => each.kind))];
  const shown = decisions.filter((each) => !kind || each.kind === kind);
  const groups = [
    { title: "It said no", open: true, of: shown.filter((each) => saidNo(each) && !each.routine) },
    { title: "It said yes, or chose", open: kind !== "", of: shown.filter((each) => !saidNo(each) && !each.routine) },
    { title: "As for every piece of work", open: kind !== "", of: shown.filter((each) => each.routine) },
  ];
  return html`<section aria-label=${`Week ${week}`}>
    <h2>Week ${week}: ${count(why.total, "decision")}</h2>
    <p class="row">
      <label for="kind">Kind</label>
      <select id="kind" value=${kind} onChange=${withText((text) => remember({ kind: text }))}>
        <option value="">every kind</option>${kinds.map((each) => html`<option
          value=${each}>${each.toLowerCase().replaceAll("_", " ")}</option>`)}
      </select>
      ${why.total > decisions.length && html`<span class="soft">The first ${decisions.length} are shown.</span>`}
    </p>
    ${shown.length === 0 && html`<p class="soft">Nothing of that kind.</p>`}
    ${groups.map(
      ({ title, of, open }) =>
        of.length > 0 &&
        html`<details key=${`${week}-${title}`} class="group" open=${open || shown.length === of.length}>
          <summary>${title} (${of.length})</summary>
          ${of.map((each, i) => html`<${DecisionCard} key=${i} decision=${each} />`)}
        </details>`,
    )}
  </section>`;
}
