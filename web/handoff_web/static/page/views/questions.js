// The questions of the catalogue, to ask; a question of one's own; and those that were asked.
import { html, useEffect, useState } from "../lib/html.js";
import { ask } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { count, moment, sentenceCase, words } from "../lib/format.js";
import { asked } from "../lib/router.js";
import { AskButtons } from "../parts/ask_button.js";
import { Confirm } from "../parts/confirm.js";
import { useAnswer } from "../parts/loaded.js";
import { Empty, Failure, Loading } from "../parts/states.js";
import { useTitle } from "../parts/title.js";

/** @typedef {{ name: string, number: string, title: string, question: string, source: string, toml: string | null,
 *   factors: { name: string, levels: { name: string }[] }[], sizes: import("../lib/questions.js").Work[],
 *   expected: { text: string, source: string } | null }} Card */
/** @typedef {{ id: string, title: string, size: "QUICK" | "FULL", createdAt: string, failure: string | null,
 *   question: { name: string, number: string } | null,
 *   progress: { status: import("../lib/listing.js").Status, done: number, total: number } }} Listed */
/** @typedef {{ total: number, more: boolean, endCursor: string | null, questions: Listed[] }} Found */

const AT_ONCE = 20;
const SECONDS = 5; // between looks at questions that have not ended

export function Questions() {
  useTitle("Questions");
  const { data, error, again } = useAnswer("Questions", {});
  /** @type {Card[] | undefined} */
  const cards = /** @type {any} */ (data)?.questions;
  return html`<h1>Questions</h1>
    <p class="lede">A question varies rules, or the world, in many combinations, and holds each against today's rules under the same luck.
      A quick asking takes minutes and shows where to look; one in full decides.</p>
    ${error ? html`<${Failure} error=${error} again=${again} />` : null}
    ${!cards && !error ? html`<${Loading} what="Fetching the questions" />` : null}
    <${Before} />
    ${cards && cards.length === 0 && html`<${Empty} title="No questions came with this service" />`}
    ${cards && cards.length > 0 && html`<h2>To ask</h2>
      <ul class="questions">${cards.map((each) => html`<${QuestionCard} key=${each.name} card=${each} />`)}</ul>`}
    ${cards && html`<${Own} cards=${cards} />`}`;
}

/** @param {{ card: Card }} props */
function QuestionCard({ card }) {
  const { name, number, title, question, source, factors, sizes, expected } = card;
  return html`<li class="card" aria-labelledby=${`question-${name}`}>
    <p class="kicker">${number}</p>
    <h3 id=${`question-${name}`}>${title}</h3>
    <p>${question}</p>
    ${factors.length > 0 && html`<p class="soft">Varied: ${factors.map((each) => `${each.name}${each.levels.length ? ` (${each.levels.length})` : ""}`).join(", ")}.</p>`}
    ${expected && html`<p class="soft"><strong>Expected:</strong> ${expected.text} <cite>${expected.source}</cite></p>`}
    <span class="fill"></span>
    <${AskButtons} question=${() => ({ name })} title=${title} quick=${sizes[0]} full=${sizes[1]} />
    <details class="more"><summary>More of it</summary>
      <p class="soft">Source: ${source}.</p>
      <ul>${factors.map((each) => html`<li>${each.name}: ${each.levels.map((level) => level.name).join(" · ")}</li>`)}</ul>
      <p><a href=${`/questions?change=${name}`} aria-label=${`Change it and ask: ${title}`}>Change it and ask</a></p>
    </details>
  </li>`;
}

/** A question of one's own, begun from one of the catalogue or one that was asked. @param {{ cards: Card[] }} props */
function Own({ cards }) {
  const from = asked.value.get("change") ?? "";
  const card = cards.find((each) => each.name === from);
  const before = useAnswer("AskedQuestion", from && !card ? { id: from } : null);
  const kept = /** @type {{ askedQuestion: { question: { toml: string | null } | null } | null } | undefined} */ (before.data);
  const text = card?.toml ?? kept?.askedQuestion?.question?.toml ?? "";
  const [typed, setTyped] = useState(/** @type {string | null} */ (null));
  useEffect(() => setTyped(null), [from]);
  useEffect(() => {
    const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById("own-question"));
    if (!field || !from || !text) return;
    field.setSelectionRange(0, 0);
    field.focus();
  }, [from, text]);
  const now = typed ?? text;
  if (readOnly.value) return null;
  return html`<details class="own" open=${Boolean(from)}>
    <summary><h2>A question of your own</h2></summary>
    <p class="soft">Written as a question file: what is varied, what is looked at, how often. Begin with one of the questions above and change it.
      Everything is checked before anything runs.</p>
    ${from && kept && !text && html`<p class="warning" role="alert">The question to be changed is not there any more.</p>`}
    <label for="own-question">Question file</label>
    <textarea id="own-question" rows="16" spellcheck="false" value=${now}
      onInput=${(/** @type {Event} */ event) => setTyped(/** @type {HTMLTextAreaElement} */ (event.currentTarget).value)}></textarea>
    <${AskButtons} question=${() => ({ toml: now })} title="a question of your own" />
  </details>`;
}

/** Questions that were asked, the newest first. */
function Before() {
  const { data, error, again } = useAnswer("AskedQuestions", { first: AT_ONCE });
  const [more, setMore] = useState(/** @type {Found[]} */ ([]));
  /** @type {Found | undefined} */
  const first = /** @type {any} */ (data)?.askedQuestions;
  const pages = first ? [first, ...more] : [];
  const rows = pages.flatMap((page) => page.questions);
  const working = rows.some(({ progress }) => progress.status === "QUEUED" || progress.status === "RUNNING");
  useEffect(() => {
    if (!working) return undefined;
    const timer = setInterval(again, 1000 * SECONDS);
    return () => clearInterval(timer);
  }, [working]);
  if (error) return html`<${Failure} title="What was asked cannot be listed" error=${error} again=${again} />`;
  const last = pages[pages.length - 1];
  if (!first || first.total === 0 || !last) return null;
  const next = async () => {
    /** @type {{ askedQuestions: Found }} */
    const { askedQuestions } = await ask("AskedQuestions", { first: AT_ONCE, after: last.endCursor });
    setMore((before) => [...before, askedQuestions]);
  };
  const gone = () => {
    setMore([]);
    again();
  };
  return html`<h2>Asked before</h2>
    <ul class="library">${rows.map((each) => html`<${Row} key=${each.id} listed=${each} gone=${gone} />`)}</ul>
    ${last.more && html`<p><button type="button" class="quiet" onClick=${next}>Show more</button></p>`}`;
}

/** @param {{ listed: Listed, gone: () => void }} props */
function Row({ listed: { id, title, size, createdAt, question, progress, failure }, gone }) {
  const [deleting, setDeleting] = useState(false);
  const { status, done, total } = progress;
  const act = async () => {
    /** @type {{ deleteQuestion: { __typename: string, message?: string } }} */
    const { deleteQuestion: answer } = await ask("DeleteQuestion", { id });
    if (answer.message && answer.__typename !== "UnknownQuestion") throw new Error(answer.message);
    setDeleting(false);
    gone();
  };
  const stand = status === "FAILED" ? (failure?.split("\n")[0] ?? "") : `${count(done, "run")} of ${total.toLocaleString("en-US")}`;
  return html`<li class="card" aria-labelledby=${`asked-${id}`}>
    <div class="library-what">
      <h3 id=${`asked-${id}`}><a href=${`/questions/${id}`}>${title}</a></h3>
      <p class="soft">${moment(createdAt)} · ${question?.number || question?.name} ${size === "QUICK" ? "quick" : "in full"}</p>
    </div>
    <p class="library-status">
      <span class=${`status ${status}`}>${sentenceCase(words(status))}</span> <span class="soft">${stand}</span>
      ${status === "RUNNING" && html`<progress max=${total || 1} value=${done} aria-label=${`Runs of ${title}`}></progress>`}
    </p>
    <div class="row library-do">
      ${!readOnly.value && html`<button type="button" class="quiet" aria-label=${`Delete ${title}`}
        onClick=${() => setDeleting(true)}>Delete</button>`}
    </div>
    ${deleting &&
    html`<${Confirm} title="Delete this question?" action="Delete" onCancel=${() => setDeleting(false)} act=${act}>
      <p><strong>${title}</strong></p>
      <p>Its address will lead nowhere. Its runs stay in the store, so asking the same again is quick.</p>
    <//>`}
  </li>`;
}
