// One rule of a policy as a control: drawn from what the catalogue says of it, refused where it is typed.
import { html, useEffect, useId, useState, withText } from "../lib/html.js";
import { nameOf, sentenceCase, words } from "../lib/format.js";
import { markUnusable } from "../lib/workshop.js";
import { useTyped } from "./typed.js";
import { chosen, facts, inShort, keptText, missing, OPEN, same, slides, step, takes, typedNumber } from "../lib/fields.js";

/** @typedef {import("../lib/fields.js").Field} Field */
/**
 * @typedef {{ field: Field, value: unknown, preset: unknown, problem?: string, disabled?: boolean, label?: string,
 *   onChange: (value: unknown) => void }} FieldProps
 */

/** A rule with its meaning, its control, and the way back to the preset. @param {FieldProps} props */
export function FieldRow({ field, value, preset, problem, onChange, label }) {
  const id = useId();
  const [said, setSaid] = useState({ problem: /** @type {string | null} */ (null), of: value });
  const typed = same(said.of, value) ? said.problem : null; // what cannot be used, while the value is the one it was typed over
  const onTyped = (/** @type {string | null} */ problem, of = value) => setSaid({ problem, of });
  useEffect(() => {
    markUnusable(field.path, typed !== null);
    return () => markUnusable(field.path, false);
  }, [typed !== null, field.path]);
  const [round, setRound] = useState(0); // what is taken back is drawn anew
  const wrong = typed ?? problem;
  const changed = !same(value, preset);
  const Control = CONTROLS[field.type] ?? TextControl;
  return html`<div class=${`field ${changed ? "changed" : ""}`} data-path=${field.path}>
    <label for=${id}>${sentenceCase(label ?? nameOf(field.path))}</label>
    <div class="control">
      <${Control} key=${round} ...${{ id, field, value, onChange }} invalid=${Boolean(wrong)} describedBy=${`${id}-about`}
        onTyped=${onTyped} />
    </div>
    <p class="soft" id=${`${id}-about`}>
      ${field.meaning} <span class="unit">(${facts(field)})</span>
      ${changed &&
      html`<span class="undo"> · was ${inShort(preset, field)} <button type="button" class="link" onClick=${() => {
        onTyped(null);
        setRound(round + 1);
        onChange(preset);
      }}>take it back<span class="visually-hidden">: ${nameOf(field.path)}</span></button></span>`}
    </p>
    ${wrong && html`<p class="problem" role="alert">${wrong}</p>`}
  </div>`;
}

/**
 * @typedef {{ id: string, field: Field, value: any, invalid: boolean, describedBy: string,
 *   onChange: (value: unknown) => void, onTyped: (problem: string | null, of?: unknown) => void }} ControlProps
 */

/** A number, with a slider where that helps. @param {ControlProps} props */
export function NumberControl({ id, field, value, invalid, describedBy, onChange, onTyped }) {
  const [text, setText] = useTyped(value, (before) => keptText(field, before, value));
  const type = (/** @type {string} */ typed) => {
    const found = typedNumber(field, typed);
    setText(typed, "value" in found ? found.value : value);
    if ("problem" in found) onTyped(found.problem);
    else {
      onTyped(null);
      if (!same(found.value, value)) onChange(found.value);
    }
  };
  return html`${slides(field) &&
    html`<input
      type="range"
      min=${field.low}
      max=${field.high}
      step=${step(field)}
      value=${value === OPEN ? field.low : value}
      aria-label=${`${nameOf(field.path)}, slider`}
      onInput=${withText(type)}
    />`}
    <input
      id=${id}
      class="number"
      inputmode="decimal"
      value=${text}
      placeholder=${field.optional ? OPEN : undefined}
      title=${takes(field)}
      aria-invalid=${invalid ? "true" : undefined}
      aria-describedby=${describedBy}
      onInput=${withText(type)}
    />`;
}

/** Yes or no. @param {ControlProps} props */
function FlagControl({ id, value, describedBy, onChange }) {
  return html`<input
    id=${id}
    type="checkbox"
    role="switch"
    checked=${value === true}
    aria-describedby=${describedBy}
    onChange=${(/** @type {Event} */ event) => onChange(/** @type {HTMLInputElement} */ (event.currentTarget).checked)}
  />`;
}

/** One of the words. @param {ControlProps & { extra?: [string, string][] }} props */
export function WordControl({ id, field, value, invalid, describedBy, onChange }) {
  const names = field.optional ? [OPEN, ...field.options] : field.options;
  return html`<select
    id=${id}
    value=${value}
    aria-invalid=${invalid ? "true" : undefined}
    aria-describedby=${describedBy}
    onChange=${withText(onChange)}
  >
    ${names.map((each) => html`<option value=${each}>${words(each)}</option>`)}
  </select>`;
}

/** Some of the words, or any where the field names none. @param {ControlProps} props */
function WordsControl(props) {
  const { id, field, value, describedBy, onChange } = props;
  /** @type {string[]} */
  const chosen = Array.isArray(value) ? value : [];
  if (field.options.length === 0) {
    return html`<${ListControl} ...${props} read=${(/** @type {string} */ text) => text}
      what="names, with commas between" />`;
  }
  return html`<span class="row choices" role="group" id=${id} aria-describedby=${describedBy}>
    ${field.options.map(
      (each) => html`<label class="choice">
        <input
          type="checkbox"
          checked=${chosen.includes(each)}
          onChange=${() => onChange(chosen.includes(each) ? chosen.filter((one) => one !== each) : [...chosen, each])}
        />
        ${words(each)}
      </label>`,
    )}
  </span>`;
}

/** Whole numbers with commas between them. @param {ControlProps} props */
function PlacesControl(props) {
  return html`<${ListControl} ...${props}
    read=${(/** @type {string} */ text) => (/^\d+$/.test(text) ? Number(text) : null)}
    what="whole numbers, with commas between" />`;
}

/** @param {ControlProps & { read: (text: string) => unknown, what: string }} props */
function ListControl({ id, value, invalid, describedBy, onChange, onTyped, read, what }) {
  const said = Array.isArray(value) ? value.join(", ") : "";
  const items = (/** @type {string} */ typed) => typed.split(",").map((each) => each.trim()).filter(Boolean).map(read);
  const [text, setText] = useTyped(value, () => said);
  const type = (/** @type {string} */ typed) => {
    const found = items(typed);
    setText(typed, found.includes(null) ? value : found);
    if (found.includes(null)) onTyped(`expected ${what}; found ${typed}`);
    else {
      onTyped(null);
      onChange(found);
    }
  };
  return html`<input
    id=${id}
    value=${text}
    placeholder="all"
    title=${what}
    aria-invalid=${invalid ? "true" : undefined}
    aria-describedby=${describedBy}
    onInput=${withText(type)}
  />`;
}

/** @param {ControlProps} props */
function TextControl({ id, value, describedBy, onChange }) {
  return html`<input id=${id} value=${value} aria-describedby=${describedBy}
    onInput=${withText(onChange)} />`;
}

/** A choice, some of which take a number. @param {ControlProps} props */
function PriceRuleControl({ id, field, value, invalid, describedBy, onChange, onTyped }) {
  const [name, number] = chosen(value);
  const partOf = (/** @type {string} */ each) => field.parts?.find((part) => part.path.endsWith(`.${each}`));
  const part = partOf(name);
  const choose = (/** @type {string} */ wanted) => {
    onTyped(null);
    const takesNumber = partOf(wanted);
    onChange(takesNumber ? { [wanted]: takesNumber.default } : wanted);
  };
  return html`<select id=${id} value=${name} aria-describedby=${describedBy}
    onChange=${withText(choose)}>
      ${field.options.map((each) => html`<option value=${each}>${words(each)}</option>`)}
    </select>
    ${part &&
    html`<span class="part">
      <${NumberControl}
        id=${`${id}-number`} field=${part} value=${number} invalid=${invalid} describedBy=${describedBy}
          onTyped=${onTyped}
        onChange=${(/** @type {unknown} */ to) => onChange({ [name]: to })}
      />
      <label class="soft" for=${`${id}-number`}>${part.unit}</label>
    </span>`}`;
}

const ROWS = "rows"; // a liability of one's own, cause by cause

/** A named liability, or a row of shares for each cause. @param {ControlProps} props */
function LiabilityControl({ id, field, value, describedBy, onChange, onTyped }) {
  const own = typeof value === "object" && value !== null;
  const parts = field.parts ?? [];
  const causeOf = (/** @type {Field} */ part) => part.path.slice(field.path.length + 1);
  const rowOf = (/** @type {Field} */ part) => (Array.isArray(value[causeOf(part)]) ? value[causeOf(part)] : part.default);
  const choose = (/** @type {string} */ wanted) => {
    onTyped(null);
    onChange(wanted === ROWS ? Object.fromEntries(parts.map((part) => [causeOf(part), part.default])) : wanted);
  };
  const put = (/** @type {string} */ cause, /** @type {number} */ at, /** @type {string} */ text) => {
    const part = /** @type {Field} */ (parts.find((each) => causeOf(each) === cause));
    const found = typedNumber(part, text);
    if ("problem" in found) return onTyped(`${words(cause)}: ${found.problem}`);
    const row = rowOf(part).map((/** @type {number} */ each, /** @type {number} */ i) => (i === at ? found.value : each));
    const sum = row.reduce((/** @type {number} */ before, /** @type {number} */ each) => before + each, 0);
    const wrong = missing(row, part.total);
    const next = { ...value, [cause]: row };
    onTyped(wrong ? `${words(cause)}: expected shares that add up to ${part.total}; found ${+sum.toFixed(4)}` : null, next);
    return onChange(next);
  };
  return html`<select id=${id} value=${own ? ROWS : value} aria-describedby=${describedBy}
    onChange=${withText(choose)}>
      ${field.options.map((each) => html`<option value=${each}>${words(each)}</option>`)}
      <option value=${ROWS}>cause by cause</option>
    </select>
    ${own &&
    html`<div class="scroll"><table class="shares">
      <thead><tr><th scope="col">cause</th>${parts[0]?.labels.map((each) => html`<th scope="col">${each}</th>`)}</tr>
        </thead>
      <tbody>
        ${parts.map(
          (part) => html`<tr><th scope="row">${words(causeOf(part))}</th>
            ${part.labels.map(
              (label, at) => html`<td>
                <input class="number" inputmode="decimal" defaultValue=${rowOf(part)[at]}
                  aria-label=${`${words(causeOf(part))}, ${label}`}
                  onInput=${withText((text) => put(causeOf(part), at, text))} />
                </td>`,
            )}</tr>`,
        )}
      </tbody>
    </table></div>`}`;
}

/** @type {Record<string, any>} */
const CONTROLS = {
  SHARE: NumberControl, NUMBER: NumberControl, WHOLE: NumberControl, FLAG: FlagControl, WORD: WordControl,
  WORDS: WordsControl, PLACES: PlacesControl, PRICE_RULE: PriceRuleControl, LIABILITY: LiabilityControl,
};
