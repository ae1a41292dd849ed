// The draft on the table, and what the service says of it: checked, and told in plain words, a moment after each change.
import { computed, effect, signal } from "@preact/signals";
import { askPatiently } from "./api.js";
import { policyInput, sourceInput } from "./draft.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./draft.js").Candidate} Candidate */
/** @typedef {import("../parts/rule_card.js").Problem} Problem */
/** @typedef {{ path: string, sentence: string }} Change */
/** @typedef {{ key: string, problems: Problem[], changes: Change[] | null, failed: unknown }} Told */

const PAUSE = 250; // milliseconds after the last change

/** @type {import("@preact/signals").Signal<Draft | null>} */
export const draft = signal(null);

/** Which candidate is being changed. */
export const at = signal(0);

export const current = computed(() => draft.value?.candidates[at.value] ?? null);

/** What the service last said of the candidate; its key says of which state. */
export const told = signal(/** @type {Told | null} */ (null));

/** Paths of fields in which something stands that cannot be used; the draft has what stood there before. */
export const unusable = signal(/** @type {ReadonlySet<string>} */ (new Set()));

/** @param {string} path @param {boolean} is */
export function markUnusable(path, is) {
  if (unusable.peek().has(path) === is) return;
  const now = new Set(unusable.peek());
  if (is) now.add(path);
  else now.delete(path);
  unusable.value = now;
}

const question = computed(() => {
  const one = current.value;
  const baseline = draft.value?.baseline;
  return one && baseline ? JSON.stringify({ b: policyInput(one), a: sourceInput(baseline) }) : "";
});

/** Whether what was told is about the candidate as it is now. */
export const isFresh = computed(() => told.value?.key === question.value);

/** @param {(before: Draft) => Draft} how */
export function change(how) {
  if (draft.value) draft.value = how(draft.value);
}

/** @param {(before: Candidate) => Candidate} how */
export function changeCandidate(how) {
  change((before) => ({ ...before, candidates: before.candidates.map((each, i) => (i === at.value ? how(each) : each)) }));
}

/** Ask about every state in which the candidate rests for a moment; older questions are called off. @returns {() => void} */
export function keepAsking() {
  return effect(() => {
    const key = question.value;
    if (!key) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => tell(key, abort.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });
}

/** @param {string} key @param {AbortSignal} abort */
async function tell(key, abort) {
  const { a, b } = JSON.parse(key);
  try {
    /** @type {{ checkPolicy: { problems: Problem[] } }} */
    const { checkPolicy } = await askPatiently("CheckPolicy", { input: b }, abort);
    /** @type {{ diffPolicies: Change[] } | null} */
    const diff = checkPolicy.problems.length ? null : await askPatiently("DiffPolicies", { a, b }, abort);
    if (abort.aborted) return;
    told.value = { key, problems: checkPolicy.problems, changes: diff?.diffPolicies ?? null, failed: null };
  } catch (failed) {
    if (!abort.aborted) told.value = { key, problems: [], changes: null, failed };
  }
}
