// What the views of a future begin with: the experiment it belongs to, and a title.
import { html } from "../lib/html.js";
import { useAnswer } from "./loaded.js";
import { Empty, Failure, Loading } from "./states.js";
import { useTitle } from "./title.js";

/** @typedef {{ baseline: string, policies: string[] }} Arms - Names of the rules that are set against each other. */

/**
 * A view of an experiment, under the title; its children are made from the names of the rules.
 * @param {{ id: string, title: string, short?: string, children: (arms: Arms) => unknown }} props
 */
export function OfExperiment({ id, title, short = title, children }) {
  const { data, error } = useAnswer("ExperimentArms", { id });
  /** @type {{ title: string, baseline: { name: string }, policies: { name: string }[] } | null | undefined} */
  const experiment = /** @type {any} */ (data)?.experiment;
  useTitle(experiment ? `${short}: ${experiment.title}` : undefined);
  if (error) return html`<${Failure} error=${error} />`;
  if (data && !experiment) {
    return html`<${Empty} title="There is no such experiment"><p>
    <a href="/library">Look into the library</a></p><//>`;
  }
  if (!experiment) return html`<${Loading} what="Opening the experiment" />`;
  return html`<p class="kicker"><a href=${`/experiments/${id}`}>${experiment.title}</a></p>
    <h1>${title}</h1>
    ${children({ baseline: experiment.baseline.name, policies: experiment.policies.map((each) => each.name) })}`;
}
