// Make up a comparison: a world, a baseline, and candidates whose rules are changed card by card.
import { html, useEffect, useMemo, useState, withCode, withText } from "../lib/html.js";
import { ask, askPatiently, Refused } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { askedAgain, comparisonInput, firstDraft, namesAtFault, read, written } from "../lib/draft.js";
import { valueAt, same, withValue } from "../lib/fields.js";
import { count, nameOf as fieldName } from "../lib/format.js";
import { asked, go, remember } from "../lib/router.js";
import { pairsOf } from "../lib/limits.js";
import { at, change, changeCandidate, current, draft, isFresh, keepAsking, told, unusable } from "../lib/workshop.js";
import { PolicyChoice, Start, Tabs } from "../parts/candidates.js";
import { Bar, Changes } from "../parts/changes.js";
import { useAnswer } from "../parts/loaded.js";
import { Options } from "../parts/options.js";
import { Portrait } from "../parts/portrait.js";
import { RuleCard } from "../parts/rule_card.js";
import { Failure, Loading, messageOf, Problems } from "../parts/states.js";

/** @typedef {import("../parts/candidates.js").Listed} Listed */
/** @typedef {import("../parts/rule_card.js").Problem} Problem */
/** @typedef {import("../parts/rule_card.js").Card} Card */
/** @typedef {Listed & { summary: { shops: number, buyers: number, regions: number, weeks: number } }} World */
/** @typedef {{ worlds: World[], policies: Listed[] }} Catalogue */
/** @typedef {import("../lib/limits.js").Limits} Limits */

const WRITING = 300; // milliseconds until the address has the draft

export function Compare() {
  const catalogue = useAnswer("WorldsAndPolicies", {});
  const cards = useAnswer("RuleCards", {});
  const metrics = useAnswer("Metrics", {});
  const limits = useAnswer("ComparisonLimits", {});
  /** @type {Catalogue | undefined} */
  const known = /** @type {any} */ (catalogue.data);
  /** @type {Limits | undefined} */
  const most = /** @type {any} */ (limits.data)?.comparisonLimits;
  const { problem } = useDraft(known, most);
  const failed = [catalogue, cards, metrics, limits].filter((each) => each.error);
  if (failed[0]) return html`<${Failure} error=${failed[0].error} again=${() => failed.forEach((each) => each.again())} />`;
  /** @type {Card[] | undefined} */
  const drawn = /** @type {any} */ (cards.data)?.ruleCards;
  return html`<h1>Which rules are a better deal for independent shops?</h1>
    <p
      class="lede">Change a rule, and let a region of simulated shops and buyers live under it, many times over and with the same luck as under today's rules. The answer sharpens while you watch and keeps
      an address of its own.</p>
    ${problem && html`<p class="warning" role="alert">${problem}</p>`}
    ${known && drawn && most && draft.value
      ? html`<${Table} known=${known} cards=${drawn} limits=${most} metrics=${/** @type {any} */ (metrics.data)?.metrics ?? []}
        onSaved=${catalogue.again} />`
      : html`<${Loading} what="Fetching the rules" />`}`;
}

/** @param {{ known: Catalogue, cards: Card[], metrics: import("../parts/options.js").Metric[], limits: Limits, onSaved: () => void }} props */
function Table({ known, cards, metrics, limits, onSaved }) {
  const [refused, setRefused] = useState(/** @type {Problem[]} */ ([]));
  useEffect(keepAsking, []);
  useEffect(() => setRefused([]), [draft.value]);
  const now = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const here = refused.filter((each) => each.path.startsWith(`policies.${at.value}.`));
  const checked = isFresh.value ? (told.value?.problems ?? []) : [];
  const problems = [...checked, ...here.map((each) => ({ ...each, path: each.path.split(".").slice(2).join(".") }))];
  return html`<div class="workshop">
    <div class="making">
      <${Where} worlds=${known.worlds} policies=${known.policies} />
      <h2>Candidates</h2>
      <${Tabs} most=${limits.mostPolicies} />
      <section id="candidate" role="tabpanel" aria-labelledby=${`tab-${at.value}`}>
        <${Start} policies=${known.policies} onSaved=${onSaved} />
        <${Cards} cards=${cards} problems=${problems} />
      </section>
    </div>
    <aside aria-label="What it comes to">
      <${Run} now=${now} metrics=${metrics} limits=${limits} problems=${problems} setRefused=${setRefused} refused=${refused}
        worlds=${known.worlds} />
      <${Changes} />
    </aside>
    <${Bar} />
  </div>`;
}

/** @param {{ worlds: World[], policies: Listed[] }} props */
function Where({ worlds, policies }) {
  const now = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const world = worlds.find((each) => each.ref === now.world || each.name === now.world);
  const inline = typeof now.world !== "string";
  return html`<section class="card where">
    <div>
      <p class="row">
        <label for="world">World</label>
        <select id="world" value=${inline ? "" : now.world}
          onChange=${withText((text) => change((before) => ({ ...before, world: text })))}>
          ${inline && html`<option value="">a world of its own</option>`}
          ${!inline && !world && html`<option value=${now.world}>${now.world}</option>`}
          ${worlds.map((each) => html`<option value=${each.ref}>${each.title || each.name}</option>`)}
        </select>
      </p>
      ${world && html`<p>${count(world.summary.shops, "shop")}, ${count(world.summary.buyers, "buyer")}, ${count(world.summary.regions, "region")}, ${count(world.summary.weeks, "week")}.</p>
        <p class="soft">${withCode(world.about)}</p>`}
      <p class="row">
        <label for="baseline">Baseline</label>
        <${PolicyChoice} id="baseline" policies=${policies}
          value=${typeof now.baseline === "string" ? now.baseline : ""} inline=${typeof now.baseline !== "string"}
          onChange=${(/** @type {string} */ ref) => change((before) => ({ ...before, baseline: ref }))} />
      </p>
      <p class="soft">What the candidates are compared with. The phone book is how shops hand work on today.</p>
    </div>
    ${typeof now.world === "string" && html`<${Portrait} world=${now.world} />`}
  </section>`;
}

/** @param {{ cards: Card[], problems: Problem[] }} props */
function Cards({ cards, problems }) {
  const one = /** @type {import("../lib/draft.js").Candidate} */ (current.value);
  const name = typeof one.source === "string" ? one.source : null;
  const { data, error } = useAnswer("PolicyDocument", name === null ? null : { name });
  const preset = name === null ? one.source : /** @type {any} */ (data)?.policy?.document;
  const full = useMemo(
    () => Object.entries(one.changes).reduce((before, [path, value]) => withValue(before, path, value), preset),
    [preset, one.changes],
  );
  if (error) return html`<${Failure} error=${error} />`;
  if (data && preset === undefined) {
    return html`<p class="problem"
    role="alert">There is no policy ${name} here. Choose another to start from.</p>`;
  }
  if (!preset) return html`<${Loading} what="Fetching its rules" />`;
  const whose = `${at.value} of ${draft.value?.candidates.length} ${name ?? "own"}`;
  const set = (/** @type {Record<string, unknown>} */ values) =>
    changeCandidate((before) => {
      const changes = { ...before.changes, ...values };
      for (const path of Object.keys(values)) if (same(changes[path], valueAt(preset, path))) delete changes[path];
      return { ...before, changes };
    });
  return html`<div class="rule-cards">
    ${cards.map((card, i) => html`<${RuleCard} key=${card.id} card=${card} document=${full} preset=${preset}
      problems=${problems} onChange=${set} open=${i === 0} whose=${whose} />`)}
  </div>`;
}

/**
 * @param {{ now: import("../lib/draft.js").Draft, metrics: import("../parts/options.js").Metric[], limits: Limits, problems: Problem[],
 *   refused: Problem[], setRefused: (problems: Problem[]) => void, worlds: World[] }} props
 */
function Run({ now, metrics, limits, problems, refused, setRefused, worlds }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => setSaid(""), [now]);
  const faults = namesAtFault(now).filter(Boolean);
  const rules = now.candidates.length + 1;
  const weeks = now.weeks ?? worlds.find((each) => each.ref === now.world)?.summary.weeks;
  const start = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      /** @type {{ startComparison: { experiment?: { id: string }, message?: string, problems?: Problem[] } }} */
      const { startComparison: answer } = await ask("StartComparison", { input: comparisonInput(now) });
      if (answer.experiment) {
        remember({ draft: written(now) }); // for the way back
        return go(`/experiments/${answer.experiment.id}`);
      }
      const [first] = (answer.problems ?? []).flatMap((each) => /^policies\.(\d+)\./.exec(each.path)?.[1] ?? []);
      if (first !== undefined) at.value = Number(first);
      setRefused(answer.problems ?? []);
      setSaid(answer.message ?? "It was not started");
    } catch (why) {
      if (!(why instanceof Refused && why.code === "UNAUTHENTICATED")) setSaid(messageOf(why));
    }
    return setBusy(false);
  };
  const elsewhere = refused.filter((each) => !each.path.startsWith(`policies.${at.value}.`));
  return html`<form id="run" class="card run" onSubmit=${start}>
    <p
      class="soft">${now.untilDecided ? "Up to " : ""}${count(pairsOf(now, limits), "future")}, each lived through under ${rules} sets of rules${weeks ? `, ${count(weeks, "week")} each` : ""}.</p>
    ${readOnly.value
      ? html`<p>This service only reads: nothing can be started or saved here.</p>`
      : html`<button type="submit"
        disabled=${busy || faults.length > 0 || problems.length > 0 || unusable.value.size > 0}>${busy ? "Starting …" : "Run the comparison"}</button>`}
    ${unusable.value.size > 0 && html`<p
      class="problem">What stands in ${[...unusable.value].map(fieldName).join(", ")} cannot be used.</p>`}
    ${said && html`<p class="problem" role="alert">${said}</p>`}
    ${elsewhere.length > 0 && html`<${Problems} problems=${elsewhere} />`}
    <${Options} metrics=${metrics} limits=${limits} problems=${refused} />
  </form>`;
}

/**
 * The draft from the address, from an experiment, or a first one; kept in the address from then on.
 * @param {Catalogue | undefined} known @param {Limits | undefined} limits
 */
function useDraft(known, limits) {
  const [problem, setProblem] = useState("");
  const from = asked.value.get("from");
  useEffect(() => {
    if (!known || !limits) return undefined;
    const abort = new AbortController();
    const first = firstDraft(known.worlds.map((each) => each.ref), known.policies.map((each) => each.ref));
    const kept = asked.peek().get("draft");
    const put = (/** @type {import("../lib/draft.js").Draft} */ to) => {
      at.value = 0;
      draft.value = to;
    };
    if (from) {
      askPatiently("ExperimentAsked", { id: from }, abort.signal).then(
        (answer) => {
          const { experiment } = /** @type {{ experiment: import("../lib/draft.js").AskedBefore | null }} */ (answer);
          if (!experiment) setProblem("The experiment to be duplicated is not there any more; this is a new one.");
          put(experiment ? askedAgain(experiment) : first);
          remember({ from: null });
        },
        (why) => abort.signal.aborted || (setProblem(messageOf(why)), put(first)),
      );
    } else if (kept !== null) {
      const found = read(kept, limits.mostPolicies);
      if (!found) setProblem("What the address says of a comparison cannot be read; this is a new one.");
      put(found ?? first);
    } else if (!draft.peek()) put(first);
    return () => abort.abort();
  }, [known !== undefined, limits !== undefined, from]);
  const now = draft.value;
  useEffect(() => {
    if (!now || from) return undefined;
    const timer = setTimeout(() => remember({ draft: written(now) }), WRITING);
    return () => clearTimeout(timer);
  }, [now, from]);
  return { problem };
}
