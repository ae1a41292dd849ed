// One question that was asked: how it goes while it runs, and what came out.
import { html } from "../lib/html.js";
import { count, duration, figure, sentenceCase, withUnit, words } from "../lib/format.js";
import { shortly, whereabouts } from "../lib/questions.js";
import { Combinations, Effects, Grounds, Tables } from "../parts/answer.js";
import { AskButtons } from "../parts/ask_button.js";
import { CallOff, hasEnded, reasonOf, useKept } from "../parts/kept.js";
import { useAnswer } from "../parts/loaded.js";
import { Pictures } from "../parts/pictures.js";
import { Present } from "../parts/present.js";
import { Spoken, STAGES, Waiting } from "../parts/progress.js";
import { Sharing } from "../parts/sharing.js";
import { Empty, Failure, Loading } from "../parts/states.js";
import { TakeAway } from "../parts/take_away.js";
import { useTitle } from "../parts/title.js";

/** @typedef {import("../lib/questions.js").Going & { status: import("../lib/listing.js").Status, stage: string, broken: number, note: string,
 *   seconds: number, secondsLeft: number | null }} Progress */
/** @typedef {{ name: string, number: string, kind: string, question: string, baseline: string | null, seed: string, toml: string | null,
 *   estimand: string, decisionRule: string, wouldChangeIt: string, expected: { text: string, source: string } | null,
 *   sizes: import("../lib/questions.js").Work[] }} Asked */
/** @typedef {{ factor: string, first: string, last: string, unit: string, expected: string, difference: number | null, low: number | null,
 *   high: number | null, verdict: string }} Direction */
/** @typedef {{ complete: boolean, sentences: string[], directions: Direction[], method: string, failures: string[], results: import("../parts/answer.js").Hash[],
 *   hashes: import("../parts/answer.js").Hash[], figures: { name: string }[], tables: import("../lib/questions.js").Table[],
 *   combinations: import("../lib/questions.js").Combination[], effects: import("../lib/questions.js").Effect[] }} Answer */
/** @typedef {{ id: string, title: string, size: "QUICK" | "FULL", failure: string | null, askedHash: string, resultHash: string | null,
 *   versions: { name: string, version: string }[], question: Asked | null, progress: Progress, answer: Answer | null,
 *   exports: import("../parts/take_away.js").Export[] }} Shown */

/** @type {{ page: string, news: string, of: (answer: any) => Shown | null, progressOf: (news: any) => Progress }} */
const KEPT = {
  page: "AskedQuestion",
  news: "QuestionProgress",
  of: ({ askedQuestion }) => askedQuestion,
  progressOf: ({ questionProgress }) => questionProgress.progress,
};

const FEW = 20; // failures that are listed

/** @param {{ id: string }} props */
export function Question({ id }) {
  const { shown, error, again } = useKept(id, KEPT);
  useTitle(shown?.title);
  if (error) return html`<${Failure} error=${error} again=${again} />`;
  if (shown === undefined) return html`<${Loading} what="Opening the question" />`;
  if (shown === null) {
    return html`<${Empty} title="No such question was asked">
      <p>It may have been deleted, or belongs to another store.</p>
      <p><a class="button" href="/questions">See the questions</a></p><//>`;
  }
  return html`<${Heading} shown=${shown} again=${again} />
    ${hasEnded(shown.progress) ? html`<${Ended} shown=${shown} />` : html`<${Running} progress=${shown.progress} />`}`;
}

/** @param {{ shown: Shown, again: () => void }} props */
function Heading({ shown: { id, title, size, question, progress, answer }, again }) {
  const [quick, full] = question?.sizes ?? [];
  const work = size === "QUICK" ? quick : full;
  const presented = answer && {
    id,
    title,
    sentences: answer.sentences.map((text) => ({ audience: "", text })),
    pictures: answer.figures.map(({ name }) => name),
  };
  const change = question?.toml ? `/questions?change=${id}` : null;
  return html`<p class="kicker">
      <span class=${`status ${progress.status}`}>${sentenceCase(words(progress.status))}</span>
      ${" "}${question?.number} ${size === "QUICK" ? "quick" : "in full"}${work && html`: ${count(work.runs, "run")} in ${work.worlds.join(", ")}`}
    </p>
    <h1>${title}</h1>
    ${question && html`<p class="lede">${question.question}</p>`}
    <div class="row actions">
      <${CallOff} id=${id} progress=${progress} cancel="CancelQuestion" resume="ResumeQuestion" again=${again} />
      ${presented && html`<${Present} of="question" shown=${presented} />`}
      ${change && html`<a class="button quiet" href=${change}>Change it and ask again</a>`}
      <a class="button quiet" href="/questions">All questions</a>
    </div>`;
}

/** @param {{ progress: Progress }} props */
function Running({ progress }) {
  const { status, stage, done, total, broken, note, seconds, secondsLeft } = progress;
  if (status === "QUEUED") return html`<${Waiting} />`;
  const where = whereabouts(progress);
  return html`<section class="card running" aria-label="How it goes">
    <p class="row">
      <strong>${where}</strong>
      <span class="fill"></span>
      <span class="soft">${duration(seconds)} gone${secondsLeft ? `, about ${duration(secondsLeft)} left` : ""}</span>
    </p>
    <progress max=${total || 1} value=${done} aria-label="Runs made"></progress>
    <p class="soft">${count(done, "run")} of ${total.toLocaleString("en-US")} · ${STAGES[stage] ?? words(stage)} · <${Sharing} /></p>
    ${broken > 0 && html`<p class="warning">${count(broken, "run")} broke and ${broken === 1 ? "is" : "are"} left out: ${note}</p>`}
    <p>The page may be closed: the question goes on, and this address shows the answer.</p>
    <${Spoken} text=${`${where}, ${done} of ${total} runs`} />
  </section>`;
}

/** @param {{ shown: Shown }} props */
function Ended({ shown }) {
  const { progress, failure, answer } = shown;
  if (progress.status === "FAILED") {
    return html`<${Failure} title="It could not go on" error=${reasonOf(shown)}>
      ${failure?.includes("\n") && html`<details><summary>All it said</summary><pre>${failure}</pre></details>`}
    <//>`;
  }
  if (!answer) {
    return html`<${Empty} title="It was called off before there was anything to read">
      <p>Runs that were made are kept; going on with it does not make them again.</p><//>`;
  }
  return html`${progress.status === "CANCELLED" && html`<p class="warning">It was called off; this is what was finished.</p>`}
    ${answer.failures.length > 0 &&
    html`<div class="warning broken"><p><strong>${count(answer.failures.length, "thing")} broke</strong>; what is below stands without.</p>
      <details><summary>What they said</summary><ul>${answer.failures.slice(0, FEW).map((each) => html`<li>${shortly(each)}</li>`)}</ul>
        ${answer.failures.length > FEW && html`<p class="soft">The first ${FEW} of ${answer.failures.length}.</p>`}
      </details></div>`}
    <${Found} shown=${shown} answer=${answer} />`;
}

/** @param {{ shown: Shown, answer: Answer }} props */
function Found({ shown, answer }) {
  const { id, title, size, question, versions, progress, askedHash, resultHash } = shown;
  const figures = answer.figures.map(({ name }) => name);
  return html`<section class="card words">${answer.sentences.map((text) => html`<p key=${text}>${text}</p>`)}</section>
    ${question && html`<${Expected} question=${question} directions=${answer.directions} />`}
    ${question && size === "QUICK" && html`<${AskButtons} question=${() => ({ asked: id })} title=${title} only="FULL"
      quick=${question.sizes[0]} full=${question.sizes[1]} />`}
    ${figures.length > 0 && html`<h2>Pictures</h2><${Pictures} of="question" id=${id} names=${figures} />`}
    <${Evidence} answer=${answer} baseline=${question?.baseline ?? "the baseline"} />
    <${Grounds} answer=${answer} question=${question} ...${{ versions, askedHash, resultHash }} seconds=${progress.seconds} />
    ${answer.tables.length > 0 && html`<h2>Tables</h2><${Tables} tables=${answer.tables} />`}
    <${TakeAway} exports=${shown.exports} python=${null} />`;
}

/** Effects and combinations, of questions that have them. @param {{ answer: Answer, baseline: string }} props */
function Evidence({ answer: { effects, combinations }, baseline }) {
  const metrics = useAnswer("Metrics", {});
  /** @type {{ metrics: { code: string, direction: string }[] } | undefined} */
  const known = metrics.data;
  const directions = Object.fromEntries((known?.metrics ?? []).map(({ code, direction }) => [code, direction]));
  return html`${effects.length > 0 &&
    html`<h2>What each level does</h2>
      <p class="soft">Against the average of all combinations; a level whose bar leaves out zero can be told from it.</p>
      <${Effects} effects=${effects} />`}
    ${combinations.length > 0 &&
    html`<h2>Every combination, against ${baseline}</h2>
      <p class="soft">The best first; all bars hold together, so read the bar and not the rank.</p>
      <${Combinations} combinations=${combinations} directions=${directions} />`}`;
}

/** @param {{ question: Asked, directions: Direction[] }} props */
function Expected({ question: { expected, wouldChangeIt }, directions }) {
  return html`<div class="expected">
    ${expected &&
    html`<section class="card"><h2>What was expected</h2><p>${expected.text}</p><p class="soft">${expected.source}</p>
      ${directions.length > 0 && html`<ul>${directions.map((each) => html`<li key=${each.factor}>${inWords(each)}</li>`)}</ul>`}
    </section>`}
    <section class="card"><h2>What would change it</h2><p>${wouldChangeIt}</p></section>
  </div>`;
}

/** An expected direction and what came out. @param {Direction} found */
function inWords({ factor, first, last, unit, expected, difference, low, high, verdict }) {
  const [from, to] = [low, high].map((each) => figure(each, unit, { signed: true }));
  return html`<strong>${sentenceCase(verdict)}:</strong> ${factor}, ${expected} from ${first} to ${last}.
    Found ${withUnit(difference, unit, { signed: true })} (${from} to ${to}).`;
}
