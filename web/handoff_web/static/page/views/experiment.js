// One experiment: how it goes while it runs, and what came out.
import { html, useState } from "../lib/html.js";
import { readOnly } from "../lib/about.js";
import { sentenceCase, words } from "../lib/format.js";
import { CallOff, hasEnded, reasonOf, useKept } from "../parts/kept.js";
import { useAnswer } from "../parts/loaded.js";
import { Pictures } from "../parts/pictures.js";
import { Present } from "../parts/present.js";
import { Running } from "../parts/progress.js";
import { Rename } from "../parts/rename.js";
import { Broken } from "../parts/runs.js";
import { Empty, Failure, Loading } from "../parts/states.js";
import { useTitle } from "../parts/title.js";
import { TakeAway } from "../parts/take_away.js";
import { Trust } from "../parts/trust.js";
import { AllMetrics, BySize, Differences, Sentences } from "../parts/verdicts.js";

/** @typedef {import("../parts/progress.js").Progress} Progress */
/** @typedef {{ id: string, title: string, failure: string | null, stopped: string | null, resultHash: string | null,
 *   progress: Progress, world: import("../parts/trust.js").Cited, baseline: import("../parts/trust.js").Cited,
 *   policies: import("../parts/trust.js").Cited[], sentences: { audience: string, text: string }[],
 *   nullCheck: import("../parts/trust.js").NullCheck | null, provenance: import("../parts/trust.js").Provenance | null,
 *   contrasts: import("../parts/verdicts.js").Contrast[], described: import("../parts/verdicts.js").Contrast[],
 *   pictures: string[], python: string | null,
 *   exports: import("../parts/take_away.js").Export[] }} Shown */

/** @type {{ page: string, news: string, of: (answer: any) => Shown | null, progressOf: (news: any) => Progress }} */
const KEPT = {
  page: "ExperimentPage",
  news: "ExperimentProgress",
  of: ({ experiment }) => experiment,
  progressOf: ({ experimentProgress }) => experimentProgress.progress,
};

/** @param {{ id: string }} props */
export function Experiment({ id }) {
  const { shown, error, again, change } = useKept(id, KEPT);
  useTitle(shown?.title);
  if (error) return html`<${Failure} error=${error} again=${again} />`;
  if (shown === undefined) return html`<${Loading} what="Opening the experiment" />`;
  if (shown === null) {
    return html`<${Empty} title="There is no such experiment">
      <p>It may have been deleted, or belongs to another store.</p>
      <p><a class="button" href="/library">Look into the library</a></p><//>`;
  }
  return html`<${Heading} shown=${shown} change=${change} again=${again} />
    ${hasEnded(shown.progress) ? html`<${Ended} shown=${shown} />` : html`<${Running} id=${id} progress=${shown.progress} />`}`;
}

/** @param {{ shown: Shown, change: (shown: Shown) => void, again: () => void }} props */
function Heading({ shown, change, again }) {
  const [renaming, setRenaming] = useState(false);
  const { progress, world, baseline, policies, title, id } = shown;
  return html`<p class="kicker">
      <span class=${`status ${progress.status}`}>${sentenceCase(words(progress.status))}</span>
      ${" "}${policies.map((each) => each.name).join(", ")} against ${baseline.name} in ${world.name}
    </p>
    ${renaming
      ? html`<${Rename}
          id=${id}
          title=${title}
          onDone=${(/** @type {string} */ to) => {
            change({ ...shown, title: to });
            setRenaming(false);
          }}
          onCancel=${() => setRenaming(false)}
        />`
      : html`<h1>${title}</h1>`}
    <div class="row actions">
      <${CallOff} id=${id} progress=${progress} cancel="CancelExperiment" resume="ResumeExperiment" again=${again} />
      ${shown.resultHash && html`<${Present} of="experiment" shown=${shown} />`}
      ${hasEnded(progress) &&
      progress.pairs > 0 &&
      html`<a class="button quiet" href=${`/experiments/${id}/why`}>Why did a shop say no?</a>
        <a class="button quiet" href=${`/experiments/${id}/follow`}>Follow a job</a>`}
      <a class="button quiet" href=${`/?from=${id}`}>Duplicate and edit</a>
      ${!readOnly.value && !renaming && html`<button type="button" class="quiet"
        onClick=${() => setRenaming(true)}>Rename</button>`}
    </div>`;
}

/** @param {{ shown: Shown }} props */
function Ended({ shown }) {
  const { progress, failure, resultHash } = shown;
  const broken = html`<${Broken} id=${shown.id} known=${0} />`;
  if (progress.status === "FAILED") {
    return html`<${Failure} title="It could not go on"
      error=${reasonOf(shown)}>
        ${failure?.includes("\n") && html`<details><summary>All it said</summary><pre>${failure}</pre></details>`}
      <//>
      ${broken}`;
  }
  if (!resultHash) {
    return html`<${Empty} title="It was called off before there was anything to read">
      <p>Runs that were made are kept; going on with it does not make them again.</p><//>
      ${broken}`;
  }
  return html`${progress.status === "CANCELLED" && html`<p
    class="warning">It was called off; this is what ${progress.pairs} pairs say.</p>`}
    ${broken}<${Result} shown=${shown} />`;
}

/** @param {{ shown: Shown }} props */
function Result({ shown }) {
  const { contrasts, described, sentences, nullCheck, provenance, stopped, world, baseline, policies } = shown;
  const metrics = useAnswer("Metrics", {});
  /** @type {{ metrics: { code: string, party: string }[] } | undefined} */
  const known = metrics.data;
  const parties = Object.fromEntries((known?.metrics ?? []).map(({ code, party }) => [code, party]));
  return html`<${Sentences} sentences=${sentences} />
    <h2>Differences from ${baseline.name}</h2>
    <p
      class="soft">The band is too small to matter; a bar holds the true difference, all bars together, with the error probability below.</p>
    <${Differences} contrasts=${contrasts.filter((each) => each.headline)} caption="Headline metrics" />
    <details><summary>By size of shop</summary><${BySize} contrasts=${contrasts} /></details>
    <details><summary>All metrics</summary><${AllMetrics} contrasts=${[...contrasts, ...described]} parties=${parties} /></details>
    <${Trust} id=${shown.id} ...${{ nullCheck, provenance, contrasts, stopped }} cited=${[world, baseline, ...policies]} />
    <h2>Pictures</h2>
    <${Pictures} of="experiment" id=${shown.id} names=${shown.pictures} />
    <${TakeAway} exports=${shown.exports} python=${shown.python} />`;
}
