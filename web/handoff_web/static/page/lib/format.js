// Numbers, durations and names as people read them. Everything here is a function of its arguments.

const MINUS = "\u2212";
const NONE = "\u2013";

/** @param {number} value @param {number} digits - Behind the point. */
function plain(value, digits) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Digits behind the point that show three figures, four at most. @param {number} size */
function digitsFor(size) {
  if (size === 0 || size >= 100) return 0;
  return Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(size))));
}

/**
 * A value with its unit: "$1,240", "12.5%" for a share, "3.20 h".
 * @param {number | null | undefined} value
 * @param {string} unit - As the service names it: `$`, `$/week`, `share`, `hours` ...
 * @param {{ signed?: boolean }} [how]
 */
export function withUnit(value, unit, { signed = false } = {}) {
  if (value === null || value === undefined || Number.isNaN(value)) return NONE;
  const size = Math.abs(value);
  const sign = value < 0 ? MINUS : signed && value > 0 ? "+" : "";
  if (unit.startsWith("$")) {
    const rest = unit.slice(1).trim();
    return `${sign}$${plain(size, digitsFor(size) > 2 ? 2 : digitsFor(size))}${rest ? ` ${rest}` : ""}`;
  }
  if (/^share\b/.test(unit)) return `${sign}${plain(100 * size, size < 0.1 ? 2 : 1)}%`;
  return `${sign}${plain(size, digitsFor(size))}${unit && unit !== "number" ? ` ${unit}` : ""}`;
}

/**
 * A value whose unit stands elsewhere, in the head of its row: "$1,240", "12.5%", "3.20".
 * @param {number | null | undefined} value @param {string} unit @param {{ signed?: boolean }} [how]
 */
export function figure(value, unit, how) {
  return withUnit(value, unit.startsWith("$") ? "$" : /^share\b/.test(unit) ? "share" : "", how);
}

/** Whole cents as dollars, signed if asked for. @param {number | null} cents @param {{ signed?: boolean }} [how] */
export function dollars(cents, { signed = false } = {}) {
  if (cents === null) return NONE;
  const sign = cents < 0 ? MINUS : signed && cents > 0 ? "+" : "";
  return `${sign}$${plain(Math.abs(cents) / 100, Math.abs(cents) % 100 ? 2 : 0)}`;
}

/** Seconds as people say them. @param {number | null | undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) return NONE;
  if (seconds < 1) return "less than a second";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** How many of something: "1 shop", "3 shops". @param {number} count @param {string} one @param {string} [many] */
export function count(count, one, many = `${one}s`) {
  return `${plain(count, 0)} ${count === 1 ? one : many}`;
}

/** A moment as local date and time. @param {string} moment - ISO 8601. */
export function moment(moment) {
  return new Date(moment).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** A code of the model as words: "receiver_first_refusal" reads "receiver first refusal". @param {string} code */
export function words(code) {
  return code.replaceAll("_", " ").toLowerCase();
}

/** The last part of a dotted path as words. @param {string} path */
export function nameOf(path) {
  return words(path.slice(path.lastIndexOf(".") + 1));
}

/** A text whose first letter is large. @param {string} text */
export function sentenceCase(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
