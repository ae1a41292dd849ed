// Make up a comparison: a world, a baseline, and candidates whose rules are changed card by card.
import { html, useEffect, useMemo, useState, withText } from "../lib/html.js";
import { ask, askPatiently, Refused } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { askedAgain, comparisonInput, firstDraft, namesAtFault, read, written } from "../lib/draft.js";
import { valueAt, same, withValue } from "../lib/fields.js";
import { count, nameOf as fieldName } from "../lib/format.js";
import { asked, go, remember } from "../lib/router.js";
import { at, change, changeCandidate, current, draft, isFresh, keepAsking, told, unusable } from "../lib/workshop.js";
import { PolicyChoice, Start, Tabs } from "../parts/candidates.js";
import { useAnswer } from "../parts/loaded.js";
import { Options } from "../parts/options.js";
import { Portrait } from "../parts/portrait.js";
import { inWords, RuleCard } from "../parts/rule_card.js";
import { Failure, Loading, messageOf, Problems } from "../parts/states.js";

/** @typedef {import("../parts/candidates.js").Listed} Listed */
/** @typedef {import("../parts/rule_card.js").Problem} Problem */
/** @typedef {import("../parts/rule_card.js").Card} Card */
/** @typedef {Listed & { summary: { shops: number, buyers: number, regions: number, weeks: number } }} World */
/** @typedef {{ worlds: World[], policies: Listed[] }} Catalogue */

const WRITING = 300; // milliseconds until the address has the draft

export function Compare() {
  const catalogue = useAnswer("WorldsAndPolicies", {});
  const cards = useAnswer("RuleCards", {});
  const metrics = useAnswer("Metrics", {});
  /** @type {Catalogue | undefined} */
  const known = /** @type {any} */ (catalogue.data);
  const { problem } = useDraft(known);
  const error = catalogue.error ?? cards.error;
  if (error) return html`<${Failure} error=${error} again=${() => (catalogue.again(), cards.again())} />`;
  /** @type {Card[] | undefined} */
  const drawn = /** @type {any} */ (cards.data)?.ruleCards;
  return html`<h1>Which rules are a better deal for independent shops?</h1>
    <p
      class="lede">Change a rule, and let a region of simulated shops and buyers live under it, many times over and with the same luck as under today's rules.</p>
    ${problem && html`<p class="warning" role="alert">${problem}</p>`}
    ${known && drawn && draft.value
      ? html`<${Table} known=${known} cards=${drawn} metrics=${/** @type {any} */ (metrics.data)?.metrics ?? []}
        onSaved=${catalogue.again} />`
      : html`<${Loading} what="Fetching the rules" />`}`;
}

/** @param {{ known: Catalogue, cards: Card[], metrics: import("../parts/options.js").Metric[], onSaved: () => void }} props */
function Table({ known, cards, metrics, onSaved }) {
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
      <${Tabs} />
      <section id="candidate" role="tabpanel" aria-labelledby=${`tab-${at.value}`}>
        <${Start} policies=${known.policies} onSaved=${onSaved} />
        <${Cards} cards=${cards} problems=${problems} />
      </section>
    </div>
    <aside aria-label="What it comes to">
      <${Run} now=${now} metrics=${metrics} problems=${problems} setRefused=${setRefused} refused=${refused}
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
        <p class="soft">${world.about}</p>`}
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
  const set = (/** @type {Record<string, unknown>} */ values) =>
    changeCandidate((before) => {
      const changes = { ...before.changes, ...values };
      for (const path of Object.keys(values)) if (same(changes[path], valueAt(preset, path))) delete changes[path];
      return { ...before, changes };
    });
  return html`<div class="rule-cards">
    ${cards.map((card, i) => html`<${RuleCard} key=${card.id} card=${card} document=${full} preset=${preset}
      problems=${problems} onChange=${set} open=${i === 0} />`)}
  </div>`;
}

/** On a narrow window, where the difference is far below: how much of it there is, and the way to it and to the start. */
function Bar() {
  const changes = told.value?.changes;
  return html`<p class="bar-below" aria-label="In short">
    <a href="#changes">${changes ? count(changes.length, "difference") : "The differences"}</a>
    <span class="fill"></span>
    <a class="button" href="#run">To the start</a>
  </p>`;
}

/** The difference against the baseline, in plain words. */
function Changes() {
  const now = told.value;
  const baseline = draft.value?.baseline;
  return html`<section id="changes" class="changes" aria-live="polite" data-fresh=${isFresh.value}>
    <h2>What changes for a shop</h2>
    <p class="soft">${current.value?.name} against ${typeof baseline === "string" ? baseline : "the baseline"}</p>
    ${!now && html`<${Loading} what="Reading the rules" />`}
    ${now?.failed ? html`<p class="soft">The service could not be asked just now.</p>` : null}
    ${now?.problems.length
      ? html`<p class="problem">These rules cannot be used yet:</p>
          <ul class="problems">${now.problems.map((each) => html`<li>
            <code>${each.path}</code>: ${inWords(each)}</li>`)}</ul>`
      : null}
    ${now?.changes && now.changes.length === 0 && html`<p>Nothing: both are the same rules.</p>`}
    ${now?.changes && html`<ul>${now.changes.map((each) => html`<li key=${each.path}>${each.sentence}</li>`)}</ul>`}
  </section>`;
}

/**
 * @param {{ now: import("../lib/draft.js").Draft, metrics: import("../parts/options.js").Metric[], problems: Problem[],
 *   refused: Problem[], setRefused: (problems: Problem[]) => void, worlds: World[] }} props
 */
function Run({ now, metrics, problems, refused, setRefused, worlds }) {
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
      if (answer.experiment) return go(`/experiments/${answer.experiment.id}`);
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
      class="soft">${now.untilDecided ? `Up to ${now.pairs ?? 64}` : (now.pairs ?? 12)} futures, each lived through under ${rules} sets of rules${weeks ? `, ${count(weeks, "week")} each` : ""}.</p>
    ${readOnly.value
      ? html`<p>This service only reads: nothing can be started here.</p>`
      : html`<button type="submit"
        disabled=${busy || faults.length > 0 || problems.length > 0 || unusable.value.size > 0}>${busy ? "Starting …" : "Run the comparison"}</button>`}
    ${unusable.value.size > 0 && html`<p
      class="problem">What stands in ${[...unusable.value].map(fieldName).join(", ")} cannot be used.</p>`}
    ${said && html`<p class="problem" role="alert">${said}</p>`}
    ${elsewhere.length > 0 && html`<${Problems} problems=${elsewhere} />`}
    <${Options} metrics=${metrics} problems=${refused} />
  </form>`;
}

/**
 * The draft from the address, from an experiment, or a first one; kept in the address from then on.
 * @param {Catalogue | undefined} known
 */
function useDraft(known) {
  const [problem, setProblem] = useState("");
  const from = asked.value.get("from");
  useEffect(() => {
    if (!known) return undefined;
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
      const found = read(kept);
      if (!found) setProblem("What the address says of a comparison cannot be read; this is a new one.");
      put(found ?? first);
    } else if (!draft.peek()) put(first);
    return () => abort.abort();
  }, [known !== undefined, from]);
  const now = draft.value;
  useEffect(() => {
    if (!now || from) return undefined;
    const timer = setTimeout(() => remember({ draft: written(now) }), WRITING);
    return () => clearTimeout(timer);
  }, [now, from]);
  return { problem };
}
