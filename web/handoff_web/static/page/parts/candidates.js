// The candidates as tabs: add, duplicate, rename, remove; and where each begins.
import { html, useId, useState, withCode, withText } from "../lib/html.js";
import { ask } from "../lib/api.js";
import { readOnly } from "../lib/about.js";
import { candidate, freeName, nameOf, namesAtFault, policyInput } from "../lib/draft.js";
import { count } from "../lib/format.js";
import { at, change, changeCandidate, current, draft, unusable } from "../lib/workshop.js";
import { messageOf, Problems } from "./states.js";

/** @typedef {{ name: string, ref: string, title: string, about: string, origin: string }} Listed */

/** @param {{ most: number }} props */
export function Tabs({ most }) {
  const { candidates } = /** @type {import("../lib/draft.js").Draft} */ (draft.value);
  const faults = namesAtFault(/** @type {import("../lib/draft.js").Draft} */ (draft.value));
  const add = (/** @type {boolean} */ copied) => {
    const last = candidates[at.value];
    const one = copied ? { ...last, name: freeName(last.name, candidates) } : candidate(last.source, candidates);
    change((before) => ({ ...before, candidates: [...before.candidates, one] }));
    at.value = candidates.length;
  };
  const remove = () => {
    change((before) => ({ ...before, candidates: before.candidates.filter((_, i) => i !== at.value) }));
    at.value = Math.max(0, at.value - 1);
    toChosen();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    const last = candidates.length - 1;
    const to = /** @type {Record<string, number>} */ ({
      ArrowRight: at.value === last ? 0 : at.value + 1, ArrowLeft: at.value === 0 ? last : at.value - 1, Home: 0, End: last,
    })[event.key];
    if (to === undefined) return;
    at.value = to;
    toChosen();
    event.preventDefault();
  };
  return html`<div class="row tabs">
    <div role="tablist" aria-label="Candidates" onKeyDown=${key}>
      ${candidates.map(
        ({ name }, i) => html`<button
          type="button" role="tab" id=${`tab-${i}`} aria-controls="candidate" aria-selected=${i === at.value}
            tabindex=${i === at.value ? 0 : -1}
          onClick=${() => (at.value = i)}
        >${name || "no name"}${faults[i] ? " !" : ""}</button>`,
      )}
    </div>
    <button type="button" class="quiet" disabled=${candidates.length >= most}
      onClick=${() => add(false)}>Add a candidate</button>
    <button type="button" class="quiet" disabled=${candidates.length >= most}
      onClick=${() => add(true)}>Duplicate</button>
    ${candidates.length > 1 && html`<button type="button" class="quiet" onClick=${remove}>Remove</button>`}
  </div>`;
}

/** @param {{ policies: Listed[], onSaved: () => void }} props */
export function Start({ policies, onSaved }) {
  const one = /** @type {import("../lib/draft.js").Candidate} */ (current.value);
  const others = draft.value?.candidates.filter((each) => each !== one) ?? [];
  const fault = namesAtFault(/** @type {import("../lib/draft.js").Draft} */ (draft.value))[at.value];
  const id = useId();
  const from = (/** @type {string} */ ref) => {
    const keepsName = one.name !== nameOf(one.source) && !one.name.startsWith(`${nameOf(one.source)}_`);
    changeCandidate(() => ({ ...candidate(ref, others), ...(keepsName ? { name: one.name } : {}) }));
  };
  const inline = typeof one.source !== "string";
  const changed = Object.keys(one.changes).length;
  const takeBack = () => changeCandidate((before) => ({ ...before, changes: {} }));
  const preset = policies.find((each) => each.ref === one.source || each.name === one.source);
  return html`<div class="start">
    <p class="row">
      <span class="pair"><label for=${`${id}-preset`}>Starts from</label>
      <${PolicyChoice} id=${`${id}-preset`} policies=${policies} value=${inline ? "" : one.source} inline=${inline}
        onChange=${from} />
        </span>
      <span class="pair"><label for=${`${id}-name`}>Name</label>
      <input
        id=${`${id}-name`} value=${one.name} maxlength="64" autocomplete="off" spellcheck=${false}
          aria-invalid=${fault ? "true" : undefined}
        onInput=${withText((text) => changeCandidate((before) => ({ ...before, name: text.trim() })))}
      /></span>
      ${!readOnly.value && html`<${Save} key=${at.value} onSaved=${onSaved} able=${!fault && unusable.value.size === 0} />`}
    </p>
    ${fault && html`<p class="problem" role="alert">Name: ${fault}</p>`}
    ${preset && html`<p class="soft"><strong>${preset.title}.</strong> ${withCode(preset.about)}</p>`}
    ${changed > 0 && html`<p class="row soft">${count(changed, "rule")} changed from ${nameOf(one.source)}
      <button type="button" class="link" onClick=${takeBack}>take all back</button></p>`}
  </div>`;
}

/** @param {{ id: string, policies: Listed[], value: string, inline?: boolean, onChange: (ref: string) => void }} props */
export function PolicyChoice({ id, policies, value, inline = false, onChange }) {
  const groups = [
    { label: "Catalogue", of: policies.filter((each) => each.origin === "CATALOGUE") },
    { label: "Saved here", of: policies.filter((each) => each.origin === "SAVED") },
  ];
  const known = policies.some((each) => each.ref === value);
  return html`<select id=${id} value=${value} onChange=${withText(onChange)}>
    ${inline && html`<option value="">rules of its own</option>`}
    ${!inline && !known && html`<option value=${value}>${value}</option>`}
    ${groups.map(({ label, of }) => of.length > 0 && html`<optgroup label=${label}>${of.map((each) => html`<option
      value=${each.ref}>${each.title || each.name}</option>`)}</optgroup>`)}
  </select>`;
}

/** Put the focus on the tab that is chosen, once it is drawn. */
function toChosen() {
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('[role="tab"][aria-selected="true"]'))?.focus());
}

/** Keep the candidate as a version of its name. @param {{ able: boolean, onSaved: () => void }} props */
function Save({ able, onSaved }) {
  const one = /** @type {import("../lib/draft.js").Candidate} */ (current.value);
  const [said, setSaid] = useState(/** @type {{ text?: string, problems?: any[] }} */ ({}));
  const save = async () => {
    try {
      /** @type {{ savePolicy: { message?: string, problems?: any[], policy?: { ref: string } } }} */
      const { savePolicy: answer } = await ask("SavePolicy", { input: { name: one.name, policy: policyInput(one) } });
      if (answer.policy) {
        const { ref } = answer.policy;
        setSaid({ text: `Saved as ${ref}` });
        changeCandidate((before) => ({ ...before, source: ref, changes: {} }));
        onSaved();
      } else setSaid({ text: answer.message ?? "It was not saved", problems: answer.problems ?? [] });
    } catch (why) {
      setSaid({ text: messageOf(why) });
    }
  };
  return html`<button type="button" class="quiet" disabled=${!able} onClick=${save}>Save these rules</button>
    <span class="soft" role="status">${said.text}</span>
    ${said.problems?.length ? html`<${Problems} problems=${said.problems} />` : null}`;
}
