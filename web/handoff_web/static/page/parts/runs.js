// The runs of an experiment: those that broke, with the reason, and every one with what identifies it.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { ask } from "../lib/api.js";
import { count, duration, words } from "../lib/format.js";
import { lastLine } from "../lib/runs.js";
import { useAnswer } from "./loaded.js";
import { Failure, Loading, messageOf } from "./states.js";

/** @typedef {{ key: string, seed: string, eventsHash: string, seconds: number, failure: string | null }} Run */
/** @typedef {{ role: string, policy: string, position: number, run: Run }} Placed */
/** @typedef {{ total: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, edges: { node: Placed }[] }} Runs */
/** @typedef {{ experiment: { runs: Runs } | null }} Answer */

const PAGE = 50; // runs at once
const HASH = 16; // digits that tell hashes apart

/**
 * Something folded away, and made only once it is opened.
 * @param {{ summary: string, children: () => unknown }} props
 */
export function Folded({ summary, children }) {
  const [open, setOpen] = useState(false);
  const turned = (/** @type {Event} */ event) => setOpen(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details onToggle=${turned}><summary>${summary}</summary>${open && children()}</details>`;
}

/**
 * Runs of an experiment that broke; the service counts them while it runs, and afterwards its list of runs does.
 * @param {{ id: string, known: number }} props - `known` is how many are told of; a change of it asks again.
 */
export function Broken({ id, known }) {
  const { data, error, again } = useAnswer("Runs", { id, finished: false, first: PAGE });
  const told = useRef(known);
  useEffect(() => {
    if (told.current !== known) again();
    told.current = known;
  }, [known]);
  if (error) return html`<p class="problem" role="alert">Whether runs broke cannot be told: ${messageOf(error)}</p>`;
  const runs = /** @type {Answer | undefined} */ (data)?.experiment?.runs;
  const total = Math.max(known, runs?.total ?? 0);
  if (total === 0) return null;
  return html`<div class="warning broken">
    <p><strong>${count(total, "run")} broke</strong> and ${total === 1 ? "is" : "are"} left out, with the pairs they belong to.</p>
    ${runs &&
    html`<details><summary>What they said</summary>
      <ul>
        ${runs.edges.map(({ node: { role, policy, position, run } }) => html`<li key=${`${role}${policy}${position}`}>
          ${policy} (${words(role)}), seed <code>${run.seed}</code>: ${lastLine(run.failure)}
        </li>`)}
      </ul>
      ${runs.pageInfo.hasNextPage && html`<p class="soft">The first ${PAGE} of ${count(runs.total, "run")}.</p>`}
    </details>`}
  </div>`;
}

/** Every run, a page at a time. @param {{ id: string }} props */
export function AllRuns({ id }) {
  const { placed, total, error, more } = useRunPages(id);
  if (error && placed.length === 0) return html`<${Failure} title="The runs cannot be listed" error=${error} />`;
  if (total === null) return html`<${Loading} what="Looking for the runs" />`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs">
      <table>
        <caption>${placed.length} of ${count(total, "run")}</caption>
        <thead><tr><th scope="col">Policy</th><th scope="col">For</th><th scope="col" class="n">Future</th>
          <th scope="col">Seed</th><th scope="col">Events</th><th scope="col" class="n">Time</th>
          <th scope="col">Look inside</th></tr></thead>
        <tbody>${placed.map((each) => html`<${Row} key=${`${each.role}${each.policy}${each.position}`} id=${id}
          placed=${each} />`)}</tbody>
      </table>
    </div>
    ${error ? html`<p class="problem" role="alert">${messageOf(error)}</p>` : null}
    ${more && html`<p><button type="button" class="quiet" onClick=${more}>More runs</button></p>`}`;
}

/** @param {{ id: string, placed: Placed }} props */
function Row({ id, placed: { role, policy, position, run } }) {
  const why = `/experiments/${id}/why?${new URLSearchParams({ policy, position: String(position) })}`;
  return html`<tr>
    <th scope="row">${policy}</th><td>${words(role)}</td><td class="n">${position + 1}</td>
    <td><code>${run.seed}</code></td>
    <td>${run.failure === null ? html`<code>${run.eventsHash.slice(0, HASH)}</code>` : html`<span class="problem">broke</span>`}</td>
    <td class="n">${duration(run.seconds)}</td>
    <td>${role === "arm" && run.failure === null && html`<a href=${why}
      aria-label=${`Why, ${policy}, future ${position + 1}`}>Why</a>`}</td>
  </tr>`;
}

/** @param {string} id */
function useRunPages(id) {
  const [placed, setPlaced] = useState(/** @type {Placed[]} */ ([]));
  const [page, setPage] = useState(/** @type {Runs | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const load = async (/** @type {string | null} */ after) => {
    setError(null);
    try {
      /** @type {Answer} */
      const { experiment } = await ask("Runs", { id, first: PAGE, after });
      if (!experiment) throw new Error("The experiment is gone; it may have been deleted.");
      setPlaced((before) => [...(after === null ? [] : before), ...experiment.runs.edges.map((each) => each.node)]);
      setPage(experiment.runs);
    } catch (why) {
      setError(why);
    }
  };
  useEffect(() => void load(null), [id]);
  const after = page?.pageInfo.endCursor ?? null;
  const more = page?.pageInfo.hasNextPage ? () => load(after) : null;
  return { placed, total: page?.total ?? null, error, more };
}
