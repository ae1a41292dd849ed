// Every experiment of the store: find it, rename it, duplicate it, forget it.
import { html, useEffect, useRef, useState, withText } from "../lib/html.js";
import { ask, askPatiently, takenUpAgain, watch } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { count, moment, sentenceCase, words } from "../lib/format.js";
import { fitting, standing, withNews } from "../lib/listing.js";
import { asked, remember } from "../lib/router.js";
import { Confirm } from "../parts/confirm.js";
import { Rename } from "../parts/rename.js";
import { Empty, Failure, Loading } from "../parts/states.js";
import { useTitle } from "../parts/title.js";

/** @typedef {import("../lib/listing.js").Listed} Listed */
/** @typedef {{ total: number, more: boolean, endCursor: string | null, experiments: Listed[] }} Found */

const AT_ONCE = 30;
const STATUSES = ["QUEUED", "RUNNING", "FINISHED", "CANCELLED", "FAILED"];
const PAUSE = 200; // milliseconds after the last letter

export function Library() {
  const text = asked.value.get("text") ?? "";
  const status = STATUSES.find((each) => each === asked.value.get("status")) ?? "";
  useTitle("Library");
  const { found, error, again, more, change, forget } = useExperiments(text, status);
  return html`
    <h1>Library</h1>
    <p class="lede">Every comparison that was asked for here. Each has an address that shows it again.</p>
    <${Filter} text=${text} status=${status} />
    ${error ? html`<${Failure} error=${error} again=${again} />` : null}
    ${!found && !error ? html`<${Loading} what="Looking them up" />` : null}
    ${found && html`<${List} found=${found} narrowed=${Boolean(text || status)} ...${{ more, change, forget }} />`}
  `;
}

/** @param {{ text: string, status: string }} props */
function Filter({ text, status }) {
  const timer = useRef(0);
  /** @param {InputEvent} event */
  const typed = (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.currentTarget);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => remember({ text: value.trim() }), PAUSE);
  };
  return html`<form class="row library-filter" role="search"
    onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
    <label for="library-text">Title has</label>
    <input id="library-text" type="search" defaultValue=${text} onInput=${typed} placeholder="any" />
    <label for="library-status">Status</label>
    <select
      id="library-status"
      value=${status}
      onChange=${withText((text) => remember({ status: text }))}
    >
      <option value="">any</option>
      ${STATUSES.map((each) => html`<option value=${each}>${words(each)}</option>`)}
    </select>
  </form>`;
}

/**
 * @param {{ found: Found, narrowed: boolean, more: () => Promise<void>, change: (listed: Listed) => void,
 *   forget: (id: string) => void }} props
 */
function List({ found, narrowed, more, change, forget }) {
  if (found.experiments.length === 0) {
    return narrowed
      ? html`<${Empty} title="None like that"><p>No experiment has that title and status.</p>
          <p>
            <button type="button" class="quiet"
              onClick=${() => remember({ text: null, status: null })}>Show all</button>
            </p><//>`
      : html`<${Empty} title="Nothing here yet"><p>Compare two sets of rules, and the comparison is kept here.</p>
          <p><a class="button" href="/">Compare rules</a></p><//>`;
  }
  return html`
    <p class="soft" role="status">${count(found.total, "experiment")}</p>
    <ul class="library">
      ${found.experiments.map((each) => html`<${Row} key=${each.id} listed=${each} change=${change}
        forget=${forget} />`)}
    </ul>
    ${found.more && html`<p><button type="button" class="quiet" onClick=${more}>Show more</button></p>`}
  `;
}

/** @param {{ listed: Listed, change: (listed: Listed) => void, forget: (id: string) => void }} props */
function Row({ listed, change, forget }) {
  const [doing, setDoing] = useState(/** @type {"" | "rename" | "delete"} */ (""));
  const { progress } = listed;
  const address = `/experiments/${listed.id}`;
  const renamed = (/** @type {string} */ title) => {
    change({ ...listed, title });
    setDoing("");
  };
  return html`<li class="card" aria-labelledby=${`title-${listed.id}`}>
    <div class="library-what">
      ${doing === "rename"
        ? html`<${Rename} id=${listed.id} title=${listed.title} onDone=${renamed} onCancel=${() => setDoing("")} />`
        : html`<h2 id=${`title-${listed.id}`}><a href=${address}>${listed.title}</a></h2>`}
      <p
        class="soft">${moment(listed.createdAt)} · ${listed.world.name} · ${listed.policies.map((each) => each.name).join(", ")}</p>
    </div>
    <p class="library-status">
      <span class=${`status ${progress.status}`}>${sentenceCase(words(progress.status))}</span>
      <span class="soft">${standing(listed)}</span>
      ${progress.status === "RUNNING" &&
      html`<progress max=${progress.total} value=${progress.done} aria-label=${`Runs of ${listed.title}`}></progress>`}
    </p>
    <div class="row library-do">
      <a class="button quiet" href=${`/?from=${listed.id}`}
        aria-label=${`Duplicate and edit ${listed.title}`}>Duplicate</a>
      ${!readOnly.value &&
      html`<button type="button" class="quiet" aria-label=${`Rename ${listed.title}`}
        onClick=${() => setDoing("rename")}>Rename</button>
        <button type="button" class="quiet" aria-label=${`Delete ${listed.title}`}
          onClick=${() => setDoing("delete")}>Delete</button>`}
    </div>
    ${doing === "delete" && html`<${Delete} listed=${listed} forget=${forget} onCancel=${() => setDoing("")} />`}
  </li>`;
}

/** @param {{ listed: Listed, forget: (id: string) => void, onCancel: () => void }} props */
function Delete({ listed, forget, onCancel }) {
  const running = listed.progress.status === "RUNNING" || listed.progress.status === "QUEUED";
  const act = async () => {
    /** @type {{ deleteExperiment: { __typename: string, message?: string } }} */
    const { deleteExperiment: answer } = await ask("DeleteExperiment", { id: listed.id });
    if (answer.message && answer.__typename !== "UnknownExperiment") throw new Error(answer.message);
    forget(listed.id);
  };
  return html`<${Confirm} title="Delete this experiment?" action="Delete" onCancel=${onCancel} act=${act}>
    <p><strong>${listed.title}</strong></p>
    <p>${running ? "It is called off first. " : ""}Its address will lead nowhere. Its runs stay in the store, so asking the same again is quick.</p>
  <//>`;
}

/**
 * The experiments that fit, brought up to date by news of the service.
 * @param {string} text @param {string} status
 */
function useExperiments(text, status) {
  const [found, setFound] = useState(/** @type {Found | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [round, setRound] = useState(0);
  const times = takenUpAgain.value; // each time the list is looked up anew
  const asking = { first: AT_ONCE, text: text || null, status: status ? [status] : null };
  useEffect(() => {
    const abort = new AbortController();
    setError(null);
    askPatiently("Experiments", asking, abort.signal).then(
      (answer) => setFound(/** @type {{ experiments: Found }} */ (answer).experiments),
      (why) => abort.signal.aborted || setError(why),
    );
    /** @param {{ activity: { progress: Listed["progress"], experiment: Omit<Listed, "progress"> } }} news */
    const heard = ({ activity: { experiment, progress } }) =>
      setFound((before) => before && merged(before, { ...experiment, progress }, fitting({ text, status })));
    const again = () => setRound((before) => before + 1); // the service was closed: look once more when it is back
    const stop = watch("Activity", {}, heard, { onEnd: again });
    return () => {
      abort.abort();
      stop();
    };
  }, [text, status, round, times]);
  return {
    found,
    error,
    again: () => setRound((before) => before + 1),
    more: async () => {
      try {
        /** @type {{ experiments: Found }} */
        const { experiments: next } = await ask("Experiments", { ...asking, after: found?.endCursor ?? null });
        setFound((before) => before && { ...next, experiments: [...before.experiments, ...next.experiments] });
      } catch (why) {
        setError(why);
      }
    },
    change: (/** @type {Listed} */ listed) => setFound((before) => before && merged(before, listed, () => false)),
    forget: (/** @type {string} */ id) =>
      setFound(
        (before) =>
          before && { ...before, total: before.total - 1, experiments: before.experiments.filter((each) => each.id !== id) },
      ),
  };
}

/** @param {Found} found @param {Listed} news @param {(listed: Listed) => boolean} fits @returns {Found} */
function merged(found, news, fits) {
  const experiments = withNews(found.experiments, news, fits);
  return { ...found, experiments, total: found.total + experiments.length - found.experiments.length };
}
