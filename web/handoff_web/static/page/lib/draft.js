// An experiment that is being made up: what it becomes when it is asked, and how an address keeps it.
import { same, withValue } from "./fields.js";

/** A name of the catalogue or the store, or a whole document. @typedef {string | Record<string, unknown>} Source */
/** @typedef {{ name: string, source: Source, changes: Record<string, unknown> }} Candidate */
/** @typedef {{ metric: string, effect: number }} Effect */
/** @typedef {{ world: Source, baseline: Source, candidates: Candidate[], pairs: number | null, untilDecided: boolean,
 *   weeks: number | null, seed: string, title: string, unilateral: boolean, metrics: string[] | null,
 *   smallestEffects: Effect[] }} Draft */

/** @type {Omit<Draft, "world" | "baseline" | "candidates">} */
const USUAL = {
  pairs: null, untilDecided: false, weeks: null, seed: "1", title: "", unilateral: true, metrics: null, smallestEffects: [],
};

/** What a first visit starts with, if the service has it. */
const FIRST = { world: "default", baseline: "phone_book", policy: "enforceable_trust" };

/** A draft that can be run as it is. @param {string[]} worlds @param {string[]} policies @returns {Draft} */
export function firstDraft(worlds, policies) {
  const pick = (/** @type {string} */ wanted, /** @type {string[]} */ names) => (names.includes(wanted) ? wanted : (names[0] ?? ""));
  const baseline = pick(FIRST.baseline, policies);
  const policy = pick(FIRST.policy, policies.filter((each) => each !== baseline));
  return { ...USUAL, world: pick(FIRST.world, worlds), baseline, candidates: [candidate(policy, [])] };
}

/**
 * A candidate from a preset, under a name that none of the others has.
 * @param {Source} source @param {Candidate[]} others @returns {Candidate}
 */
export function candidate(source, others) {
  return { name: freeName(nameOf(source), others), source, changes: {} };
}

/** What a source is called in results. @param {Source} source */
export function nameOf(source) {
  return typeof source === "string" ? (source.split("@")[0] ?? source) : String(source.name ?? "inline");
}

/** @param {string} wanted @param {Candidate[]} others */
export function freeName(wanted, others) {
  const taken = new Set(others.map((each) => each.name));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

/** What is wrong with the names of candidates, by their place; null where nothing is. @param {Draft} draft @returns {(string | null)[]} */
export function namesAtFault({ candidates, baseline }) {
  const names = candidates.map((each) => each.name);
  return candidates.map(({ name, changes, source }, place) => {
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(name)) return "expected a small letter, then small letters, digits or _";
    if (names.indexOf(name) !== place) return `another candidate is called ${name}, too`;
    const changed = Object.keys(changes).length > 0;
    if (name === nameOf(baseline) && (changed || nameOf(source) !== name)) return "the baseline has that name";
    return null;
  });
}

/** A policy as the service takes it. @param {Candidate} candidate */
export function policyInput({ name, source, changes }) {
  const changed = Object.entries(changes);
  if (typeof source !== "string") {
    const document = changed.reduce((before, [path, value]) => withValue(before, path, value), source);
    return { document: { ...document, name } };
  }
  if (changed.length === 0 && name === nameOf(source)) return { name: source };
  return { derived: { base: source, name, changes: changed.map(([path, value]) => ({ path, value })) } };
}

/** @param {Source} source */
export const sourceInput = (source) => (typeof source === "string" ? { name: source } : { document: source });

/** The comparison that a draft asks for. @param {Draft} draft */
export function comparisonInput({ world, baseline, candidates, smallestEffects, ...options }) {
  return {
    ...options,
    world: sourceInput(world),
    baseline: sourceInput(baseline),
    policies: candidates.map(policyInput),
    smallestEffects: smallestEffects.length ? smallestEffects : null,
  };
}

/** The draft as text for an address: what differs from the usual. @param {Draft} draft */
export function written(draft) {
  const { world, baseline, candidates, ...options } = draft;
  const usual = /** @type {Record<string, unknown>} */ (USUAL);
  const said = Object.entries(options).filter(([name, value]) => !same(value, usual[name]));
  const short = candidates.map(({ name, source, changes }) => ({
    ...(name === nameOf(source) ? {} : { name }),
    source,
    ...(Object.keys(changes).length ? { changes } : {}),
  }));
  return JSON.stringify({ world, baseline, candidates: short, ...Object.fromEntries(said) });
}

/**
 * The draft that an address keeps; null where it keeps none that can be read.
 * @param {string} text @param {number} most - Candidates that the service takes.
 * @returns {Draft | null}
 */
export function read(text, most) {
  try {
    const { world, baseline, candidates, ...options } = JSON.parse(text);
    if (!isSource(world) || !isSource(baseline) || !Array.isArray(candidates)) return null;
    if (candidates.length < 1 || candidates.length > most) return null;
    if (!candidates.every((each) => isSource(each?.source))) return null;
    /** @type {Draft} */
    const draft = { ...USUAL, ...known(options), world, baseline, candidates: [] };
    for (const { source, name, changes } of candidates) {
      const one = candidate(source, draft.candidates);
      draft.candidates.push({ ...one, name: typeof name === "string" ? name : one.name, changes: isTable(changes) ? changes : {} });
    }
    return draft;
  } catch {
    return null;
  }
}

/** @param {Record<string, unknown>} options - Only those that are of the usual kind. */
function known(options) {
  const kinds = /** @type {Record<string, (value: unknown) => boolean>} */ ({
    pairs: isCount, weeks: isCount, untilDecided: isFlag, unilateral: isFlag, seed: isText, title: isText,
    metrics: (value) => isListOf(isText, value), smallestEffects: (value) => isListOf(isEffect, value),
  });
  return Object.fromEntries(Object.entries(options).filter(([name, value]) => kinds[name]?.(value)));
}

/** @param {unknown} value */
const isCount = (value) => Number.isInteger(value);
/** @param {unknown} value */
const isFlag = (value) => typeof value === "boolean";
/** @param {unknown} value */
const isText = (value) => typeof value === "string";
/** @param {(each: unknown) => boolean} kind @param {unknown} value */
const isListOf = (kind, value) => Array.isArray(value) && value.length > 0 && value.every(kind);
/** @param {any} value */
const isEffect = (value) => isTable(value) && isText(value.metric) && Number.isFinite(value.effect) && value.effect > 0;
/** @param {unknown} value */
const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is Source} */
const isSource = (value) => (isText(value) && value !== "") || isTable(value);

/** @typedef {{ name: string, ref: string | null, base: string | null, changes: { path: string, value: unknown }[],
 *   document: Record<string, unknown> }} Cited */
/** @typedef {{ title: string, seed: string, world: Cited, baseline: Cited, policies: Cited[],
 *   options: { pairs: number | null, untilDecided: boolean, weeks: number | null, metrics: string[] | null,
 *   smallestEffects: Effect[], unilateral: boolean } }} AskedBefore */

/** The draft that asks again what an experiment was asked. @param {AskedBefore} before @returns {Draft} */
export function askedAgain({ title, seed, world, baseline, policies, options }) {
  return {
    ...USUAL,
    ...options,
    smallestEffects: options.smallestEffects.map(({ metric, effect }) => ({ metric, effect })),
    seed,
    title: title.startsWith("Copy of ") ? title : `Copy of ${title}`.slice(0, 200),
    world: world.ref ?? world.document,
    baseline: baseline.ref ?? baseline.document,
    candidates: policies.map(({ name, ref, base, changes, document }) => {
      if (ref) return { name, source: ref, changes: {} };
      if (base) return { name, source: base, changes: Object.fromEntries(changes.map((each) => [each.path, each.value])) };
      return { name, source: document, changes: {} };
    }),
  };
}
