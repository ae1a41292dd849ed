// Follow a job: its life under the baseline and under a policy, side by side, and where the two part.
import { html, useState, withText } from "../lib/html.js";
import { asked, askedNumber, remember } from "../lib/router.js";
import { dollars, sentenceCase } from "../lib/format.js";
import { Figure } from "../parts/figure.js";
import { useAnswer } from "../parts/loaded.js";
import { Lives } from "../parts/lives.js";
import { OfExperiment } from "../parts/of_experiment.js";
import { RunChoice, useRuns } from "../parts/run_choice.js";
import { Empty, Failure, Loading } from "../parts/states.js";

/** @typedef {{ rank: number, job: string, week: number, points: number, movedCents: number, reasons: { code: string, text: string }[] }} Telling */
/** @typedef {import("../parts/lives.js").Followed} Followed */
/** @typedef {import("../parts/of_experiment.js").Arms} Arms */

const PARTS = 3; // of a job's name, between hyphens

/** @param {{ id: string }} props */
export function Follow({ id }) {
  return html`<${OfExperiment} id=${id} title="Follow a job">
    ${(/** @type {Arms} */ { baseline, policies }) => html`<p
        class="lede">The same job, the same luck, two sets of rules: ${baseline} and the one you choose.</p>
      <${Chosen} id=${id} names=${policies} />`}<//>`;
}

/** @param {{ id: string, names: string[] }} props */
function Chosen({ id, names }) {
  const words = asked.value;
  const policy = names.find((each) => each === words.get("policy")) ?? names[0];
  const position = askedNumber("position") ?? 0;
  const job = words.get("job");
  const { runs, error } = useRuns(id, policy);
  return html`<${RunChoice} names=${names} policy=${policy} position=${position} runs=${runs} label="Set against"
    forget=${{ job: null }} />
    ${error ? html`<${Failure} error=${error} />` : null}
    ${job ? html`<${OneJob} ...${{ id, policy, position, job }} />` : html`<${Jobs} ...${{ id, policy, position }} />`}`;
}

/** @param {{ id: string, policy: string, position: number }} props */
function Jobs({ id, policy, position }) {
  const { data, error } = useAnswer("TellingJobs", { id, policy, position });
  if (error) return html`<${Failure} title="These futures cannot be compared" error=${error} />`;
  if (!data) {
    return html`<${Loading}
    what="Living through both futures once more, to find the jobs that tell most (some seconds)" />`;
  }
  /** @type {{ jobs: number, differing: number, telling: Telling[], policies: string[] }} */
  const found = /** @type {any} */ (data).experiment.tellingJobs;
  return html`<h2>The jobs that tell most</h2>
    <p>${found.differing.toLocaleString("en-US")} of ${found.jobs.toLocaleString("en-US")} jobs left somebody with other money under ${found.policies[1]} than under ${found.policies[0]}.</p>
    ${found.telling.length === 0 && html`<${Empty} title="No job tells the two apart">
      <p>Try another future, or a longer one.</p><//>`}
    <ol class="telling">
      ${found.telling.map(
        (each) => html`<li key=${each.job} class="card">
          <h3><button type="button" class="link" onClick=${() => remember({ job: each.job }, { step: true })}>Job ${each.job}</button>
            </h3>
          <p class="soft">asked for in week ${each.week} · ${dollars(each.movedCents)} moved</p>
          <ul>${each.reasons.map((reason) => html`<li>${sentenceCase(reason.text)}</li>`)}</ul>
        </li>`,
      )}
    </ol>
    <${ByName} />`;
}

/** For whoever has a job's name. */
function ByName() {
  const [name, setName] = useState("");
  const [said, setSaid] = useState("");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted.split("-").length !== PARTS) setSaid("expected a job's name, such as 0c46-5ecf-5c27");
    else remember({ job: wanted }, { step: true });
  };
  return html`<form class="row" onSubmit=${submit}>
    <label for="job">Or a job by its name</label>
    <input id="job" value=${name} placeholder="0c46-5ecf-5c27" spellcheck=${false} autocomplete="off"
      aria-invalid=${said ? "true" : undefined} onInput=${withText(setName)} />
    <button type="submit" class="quiet">Follow it</button>
    ${said && html`<span class="problem" role="alert">${said}</span>`}
  </form>`;
}

/** @param {{ id: string, policy: string, position: number, job: string }} props */
function OneJob({ id, policy, position, job }) {
  const { data, error } = useAnswer("FollowJob", { id, policy, position, job });
  /** @type {Followed | undefined} */
  const found = /** @type {any} */ (data)?.experiment?.follow;
  return html`<p class="row">
    <button type="button" class="quiet" onClick=${() => remember({ job: null }, { step: true })}>Other jobs</button></p>
    ${error ? html`<${Failure} title="This job cannot be followed" error=${error} />` : null}
    ${!found && !error && html`<${Loading}
      what="Living through both futures once more, to follow this job (some seconds)" />`}
    ${found &&
    html`<${Lives} found=${found} />
      <details class="more">
        <summary>Pictures</summary>${found.pictures.map((picture) => html`<${Figure} key=${picture.name}
          picture=${picture} />`)}</details>`}`;
}
