// Something that the service works on: fetched, kept up to date until it has ended, called off and gone on with.
import { html, useEffect, useState } from "../lib/html.js";
import { ask, askPatiently, Refused, watch } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { messageOf } from "./states.js";

/** @typedef {import("../lib/listing.js").Status} Status */

/** @param {{ status: Status }} progress */
export const hasEnded = ({ status }) => status !== "QUEUED" && status !== "RUNNING";

/**
 * What stands at an identifier, kept up to date until it has ended; null if there is nothing.
 * @template {{ progress: { status: Status } }} Shown
 * @param {string} id
 * @param {{ page: string, news: string, of: (answer: any) => Shown | null, progressOf: (news: any) => Shown["progress"] }} how - Names of
 *   the operations that fetch and watch it, and where it is in what they answer.
 */
export function useKept(id, { page, news, of, progressOf }) {
  const [shown, setShown] = useState(/** @type {Shown | null | undefined} */ (undefined));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    /** @type {() => void} */
    let stop = () => {};
    const load = async () => {
      const found = of(await askPatiently(page, { id }, abort.signal));
      if (abort.signal.aborted) return;
      setShown(found);
      if (found && !hasEnded(found.progress)) follow();
    };
    const failed = (/** @type {unknown} */ why) => abort.signal.aborted || setError(why);
    const follow = () => {
      const heard = (/** @type {unknown} */ told) => {
        const progress = progressOf(told);
        if (!hasEnded(progress)) setShown((before) => before && { ...before, progress });
      };
      stop = watch(news, { id }, heard, { onEnd: () => load().catch(failed), onRefused: failed });
    };
    setError(null);
    load().catch(failed);
    return () => {
      abort.abort();
      stop();
    };
  }, [id, round]);
  return { shown, error, change: setShown, again: () => setRound((before) => before + 1) };
}

/**
 * Calling it off, and going on.
 * @param {{ id: string, progress: { status: Status }, cancel: string, resume: string, again: () => void }} props - Names of
 *   the operations that do it.
 */
export function CallOff({ id, progress, cancel, resume, again }) {
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [busy, setBusy] = useState(false);
  if (readOnly.value || progress.status === "FINISHED") return null;
  const ended = hasEnded(progress);
  const act = async () => {
    setBusy(true);
    setError(null);
    try {
      /** @type {Record<string, { message?: string }>} */
      const answer = await ask(ended ? resume : cancel, { id });
      const [{ message }] = Object.values(answer);
      if (message) throw new Error(message);
      again();
    } catch (why) {
      if (!(why instanceof Refused && why.code === "UNAUTHENTICATED")) setError(why);
    }
    setBusy(false);
  };
  return html`<button type="button" class=${ended ? "" : "danger"} disabled=${busy}
    onClick=${act}>${ended ? "Go on with it" : "Call it off"}</button>
    ${error ? html`<span class="problem" role="alert">${messageOf(error)}</span>` : null}`;
}

/** Why it could not go on. @param {{ failure: string | null }} props */
export function reasonOf({ failure }) {
  return new Error(failure?.split("\n")[0] ?? "for no reason that was kept");
}
