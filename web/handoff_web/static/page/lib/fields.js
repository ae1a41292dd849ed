// Fields of a policy: what may be typed into them, and what a document says in them. Nothing here knows any field by name.

/** @typedef {{ path: string, group: string | null, type: string, unit: string | null, low: number | null, high: number | null,
 *   options: string[], default: unknown, meaning: string, optional: boolean, vector: string | null, total: number | null,
 *   rising: boolean, labels: string[], parts?: Field[] }} Field */
/** @typedef {{ value: unknown } | { problem: string }} Checked */

export const OPEN = "none"; // what leaves an optional field open
const CLOSE = 1e-9; // how near sums must come

/** What a document says at a path; undefined where it says nothing. @param {unknown} document @param {string} path */
export function valueAt(document, path) {
  /** @type {any} */
  let found = document;
  for (const part of path.split(".")) found = found?.[part];
  return found;
}

/** A document with another value at a path. @param {unknown} document @param {string} path @param {unknown} value @returns {any} */
export function withValue(document, path, value) {
  const [first, ...rest] = path.split(".");
  const table = /** @type {Record<string, unknown>} */ (document ?? {});
  return { ...table, [first]: rest.length ? withValue(table[first], rest.join("."), value) : value };
}

/** Whether two values of a document say the same. @param {unknown} a @param {unknown} b */
export function same(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What a number field takes, in words. @param {Field} field */
export function takes({ type, low, high, unit, optional }) {
  const what = type === "WHOLE" ? "a whole number" : "a number";
  const open = optional ? `, or "${OPEN}"` : "";
  return `${what} from ${low} to ${high}${unit ? ` (${unit})` : ""}${open}`;
}

/**
 * A number as it was typed.
 * @param {Field} field @param {string} text
 * @returns {Checked}
 */
export function typedNumber(field, text) {
  const wanted = text.trim();
  if (field.optional && (wanted === "" || wanted.toLowerCase() === OPEN)) return { value: OPEN };
  const value = Number(wanted.replace(/,/g, ""));
  const whole = field.type !== "WHOLE" || Number.isInteger(value);
  const inside = value >= (field.low ?? -Infinity) && value <= (field.high ?? Infinity);
  if (wanted === "" || Number.isNaN(value) || !whole || !inside) {
    return { problem: `expected ${takes(field)}; found ${wanted || "nothing"}` };
  }
  return { value };
}

/** Unit, range and default of a field, as far as it has them. @param {Field} field @returns {string} */
export function facts(field) {
  const { unit, low, high } = field;
  const range = low === null || high === null ? "" : `${low.toLocaleString("en-US")} to ${high.toLocaleString("en-US")}`;
  const usual = field.default ?? null;
  const plain = typeof usual === "number" ? usual.toLocaleString("en-US", { maximumFractionDigits: 6 }) : inShort(usual);
  return [unit, range, usual === null ? "" : `default ${plain}`].filter(Boolean).join("; ");
}

/** A step that makes about 200 of a range, round. @param {Field} field */
export function step({ type, low, high }) {
  if (type === "WHOLE") return 1;
  const rough = ((high ?? 1) - (low ?? 0)) / 200;
  const ten = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * ten).find((each) => each >= rough) ?? rough;
}

/** Whether a slider helps: where the range is not so wide that a step is worth nothing. @param {Field} field */
export function slides({ type, low, high }) {
  return low !== null && high !== null && (type !== "WHOLE" || high - low <= 200);
}

/** How far numbers are from adding up; 0 where they do. @param {number[]} values @param {number | null} total */
export function missing(values, total) {
  if (total === null) return 0;
  const gap = total - values.reduce((sum, each) => sum + each, 0);
  return Math.abs(gap) < CLOSE ? 0 : gap;
}

/**
 * Numbers in the same proportions that add up, to four digits behind the point, the rest on the largest.
 * @param {number[]} values @param {number} total @returns {number[]}
 */
export function addedUp(values, total) {
  const sum = values.reduce((before, each) => before + each, 0);
  const scaled = values.map((each) => (sum > 0 ? (each / sum) * total : total / values.length));
  const rounded = scaled.map((each) => Math.round(each * 1e4) / 1e4);
  const largest = rounded.indexOf(Math.max(...rounded));
  rounded[largest] = Math.round((rounded[largest] + missing(rounded, total)) * 1e4) / 1e4;
  return rounded;
}

/**
 * Parts of a card: fields that stand alone, and vectors whose items are set together, in the order given; texts, which
 * no rule reads, are left out.
 * @param {Field[]} fields
 */
export function partsOf(fields) {
  /** @type {Map<string, Field[]>} */
  const parts = new Map();
  for (const field of fields.filter((each) => each.type !== "TEXT")) {
    const key = field.vector ?? field.path;
    parts.set(key, [...(parts.get(key) ?? []), field]);
  }
  return [...parts].map(([path, items]) => ({ path, items, isVector: items[0].vector !== null }));
}

/**
 * A choice and its number: of `{"posted_share": 0.9}` both, of a word alone no number.
 * @param {unknown} value @returns {[string, unknown]}
 */
export function chosen(value) {
  if (typeof value !== "object" || value === null) return [String(value), null];
  return Object.entries(value)[0] ?? ["", null];
}

/**
 * The text of a number field once its value is another: what was typed stays while it says that value.
 * @param {Field} field @param {string} text @param {unknown} value
 */
export function keptText(field, text, value) {
  const typed = typedNumber(field, text);
  if ("value" in typed && same(typed.value, value)) return text;
  return value === OPEN ? "" : String(value);
}

/** A value in a few words, for the head of a card. @param {unknown} value @param {Field} [field] @returns {string} */
export function inShort(value, field) {
  if (value === undefined || value === null) return "\u2013";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return numberInShort(value, field);
  if (Array.isArray(value)) return value.length ? value.join(", ") : "all";
  if (typeof value !== "object") return String(value).replaceAll("_", " ");
  const [name, number] = chosen(value);
  const part = field?.parts?.find((each) => each.path.endsWith(`.${name}`));
  return typeof number === "number" ? `${name.replaceAll("_", " ")} ${inShort(number, part)}` : "row by row";
}

/** @param {number} value @param {Field} [field] */
function numberInShort(value, field) {
  if (field?.type === "SHARE") return `${Math.round(value * 1e4) / 100}%`;
  return `${field?.unit?.startsWith("$") ? "$" : ""}${value.toLocaleString("en-US")}`;
}
