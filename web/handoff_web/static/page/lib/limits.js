// Numbers that a comparison may ask for, checked where they are typed against what the service says it takes.

/** @typedef {{ mostPolicies: number, fewestPairs: number, mostPairs: number, usualPairs: number, usualPairsUntilDecided: number,
 *   mostWeeks: number, highestSeed: string, longestTitle: number }} Limits */
/** @template T @typedef {{ value: T } | { problem: string }} Typed */

/**
 * A whole number, or null where nothing is typed.
 * @param {number} low @param {number} high @returns {(text: string) => Typed<number | null>}
 */
export const wholeFrom = (low, high) => (text) => {
  const wanted = text.trim().replace(/,/g, "");
  if (wanted === "") return { value: null };
  const value = Number(wanted);
  if (/^\d+$/.test(wanted) && value >= low && value <= high) return { value };
  return refused(`a whole number from ${shown(low)} to ${shown(high)}`, text);
};

/**
 * A seed, whose digits are kept as text: a number here is not exact for the largest.
 * @param {string} highest @returns {(text: string) => Typed<string>}
 */
export const seedTo = (highest) => (text) => {
  const wanted = text.trim();
  if (/^\d+$/.test(wanted) && BigInt(wanted) <= BigInt(highest)) return { value: String(BigInt(wanted)) };
  return refused(`a whole number from 0 to ${highest}`, text);
};

/** A difference above 0, or null where nothing is typed. @param {string} text @returns {Typed<number | null>} */
export function effect(text) {
  const wanted = text.trim().replace(/,/g, "");
  if (wanted === "") return { value: null };
  const value = Number(wanted);
  return Number.isFinite(value) && value > 0 ? { value } : refused("a number above 0", text);
}

/** How many pairs a draft has at most. @param {{ pairs: number | null, untilDecided: boolean }} draft @param {Limits} limits */
export function pairsOf({ pairs, untilDecided }, limits) {
  return pairs ?? (untilDecided ? limits.usualPairsUntilDecided : limits.usualPairs);
}

/** @param {number} value */
const shown = (value) => value.toLocaleString("en-US");

/** @param {string} expected @param {string} text */
const refused = (expected, text) => ({ problem: `expected ${expected}; found ${text.trim() || "nothing"}` });
