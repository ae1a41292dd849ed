// Which future, under which rules: chosen from the runs of an experiment, and kept in the address.
import { html, useId, withText } from "../lib/html.js";
import { remember } from "../lib/router.js";
import { useAnswer } from "./loaded.js";

const MOST = 100; // futures to choose from

/** @typedef {{ key: string, seed: string, weeks: number, failure: string | null }} Run */
/** @typedef {{ role: string, policy: string, position: number, run: Run }} Placed */

/**
 * The runs of one arm of an experiment, by place.
 * @param {string} id @param {string} policy
 * @returns {{ runs: Placed[] | undefined, error: unknown }}
 */
export function useRuns(id, policy) {
  const { data, error } = useAnswer("Runs", policy ? { id, role: "arm", policy, first: MOST } : null);
  /** @type {{ node: Placed }[] | undefined} */
  const edges = /** @type {any} */ (data)?.experiment?.runs.edges;
  const runs = edges?.map((each) => each.node).sort((a, b) => a.position - b.position);
  return { runs, error };
}

/**
 * @param {{ names: string[], policy: string, position: number, runs: Placed[] | undefined, label?: string,
 *   forget: Record<string, null> }} props - `forget` is what another choice makes meaningless.
 */
export function RunChoice({ names, policy, position, runs, label = "Rules", forget }) {
  const id = useId();
  return html`<p class="row">
    <label for=${`${id}-policy`}>${label}</label>
    <select id=${`${id}-policy`} value=${policy} onChange=${withText((text) => remember({ ...forget, policy: text }))}>
      ${names.map((name) => html`<option value=${name}>${name}</option>`)}
    </select>
    <label for=${`${id}-future`}>Future</label>
    <select id=${`${id}-future`} value=${String(position)}
      onChange=${withText((text) => remember({ ...forget, position: text }))}>
      ${(runs ?? []).map((each) => html`<option value=${String(each.position)}
        disabled=${each.run.failure !== null}>${each.position + 1}${each.run.failure ? " (broke)" : ""}</option>`)}
      ${!runs && html`<option value=${String(position)}>${position + 1}</option>`}
    </select>
  </p>`;
}
