// A draft is kept by an address, and becomes what the service takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  askedAgain, candidate, comparisonInput, firstDraft, namesAtFault, policyInput, read, written,
} from "../../../web/handoff_web/static/page/lib/draft.js";

const FIRST = firstDraft(["default", "workshop"], ["directory", "enforceable_trust", "phone_book"]);

test("a first visit starts with something that can be run", () => {
  assert.deepEqual(comparisonInput(FIRST), {
    world: { name: "default" }, baseline: { name: "phone_book" }, policies: [{ name: "enforceable_trust" }],
    pairs: null, untilDecided: false, weeks: null, seed: "1", title: "", unilateral: true, metrics: null, smallestEffects: null,
  });
  assert.equal(firstDraft(["town"], ["mine", "yours"]).world, "town");
  assert.equal(firstDraft(["town"], ["mine", "yours"]).candidates[0]?.name, "yours");
});

test("an address keeps a draft, and only what is not usual", () => {
  assert.equal(written(FIRST), '{"world":"default","baseline":"phone_book","candidates":[{"source":"enforceable_trust"}]}');
  const changed = {
    ...FIRST, pairs: 30, seed: "18446744073709551615",
    candidates: [...FIRST.candidates, { name: "dearer", source: "directory", changes: { "payout.take": 0.1 } }],
  };
  assert.deepEqual(read(written(changed), 12), changed);
});

test("garbage in an address is no draft, and wrong options are left out", () => {
  for (const text of ["", "{", "[]", "null", '{"world":1}', '{"world":"a","baseline":"b","candidates":[]}', '{"world":"a","baseline":"b","candidates":[{}]}']) {
    assert.equal(read(text, 12), null, text);
  }
  const odd = read('{"world":"a","baseline":"b","candidates":[{"source":"c","changes":[]}],"pairs":"many","seed":"7","evil":1}', 12);
  assert.deepEqual([odd?.pairs, odd?.seed, odd?.candidates[0]?.changes], [null, "7", {}]);
  assert.ok(!("evil" in /** @type {object} */ (odd)));
});

test("lists in an address are taken whole or not at all, and no more candidates than the service takes", () => {
  const start = '{"world":"a","baseline":"b","candidates":[{"source":"c"},{"source":"d"}]';
  const odd = read(`${start},"metrics":[1],"smallestEffects":[null]}`, 12);
  assert.deepEqual([odd?.metrics, odd?.smallestEffects], [null, []]);
  assert.deepEqual(read(`${start},"smallestEffects":[{"metric":"S1","effect":-1}]}`, 12)?.smallestEffects, []);
  assert.deepEqual(read(`${start},"metrics":["S1"]}`, 12)?.metrics, ["S1"]);
  assert.equal(read(`${start}}`, 2)?.candidates.length, 2);
  assert.equal(read(`${start}}`, 1), null);
});

test("a changed candidate is derived, a document of one's own is sent whole", () => {
  assert.deepEqual(policyInput({ name: "mine", source: "directory", changes: { "payout.take": 0.1 } }), {
    derived: { base: "directory", name: "mine", changes: [{ path: "payout.take", value: 0.1 }] },
  });
  const document = { name: "x", payout: { take: 0.2, sub_fee: 1 } };
  assert.deepEqual(policyInput({ name: "mine", source: document, changes: { "payout.take": 0.1 } }), {
    document: { name: "mine", payout: { take: 0.1, sub_fee: 1 } },
  });
});

test("names are told apart", () => {
  const one = candidate("directory", []);
  const two = candidate("directory", [one]);
  assert.equal(two.name, "directory_2");
  const draft = { ...FIRST, candidates: [one, { ...two, name: "directory" }, { ...two, name: "No!" }, { ...two, name: "phone_book" }] };
  assert.deepEqual(namesAtFault(draft).map((each) => each !== null), [false, true, true, true]);
});

test("what was asked before is asked again", () => {
  const cited = { name: "", ref: null, base: null, changes: [], document: {} };
  const draft = askedAgain({
    title: "Trap?", seed: "5", world: { ...cited, name: "workshop", ref: "workshop" }, baseline: { ...cited, name: "phone_book", ref: "phone_book" },
    policies: [
      { ...cited, name: "dearer", base: "directory", changes: [{ path: "payout.take", value: 0.1 }] },
      { ...cited, name: "own", document: { name: "own" } },
      { ...cited, name: "mine", ref: "mine@3" },
    ],
    options: { pairs: 3, untilDecided: false, weeks: 60, metrics: null, smallestEffects: [{ metric: "S1", effect: 2 }], unilateral: true },
  });
  const input = comparisonInput(draft);
  assert.deepEqual(input.policies, [
    { derived: { base: "directory", name: "dearer", changes: [{ path: "payout.take", value: 0.1 }] } },
    { document: { name: "own" } },
    { name: "mine@3" },
  ]);
  assert.deepEqual([input.pairs, input.weeks, input.seed, input.title], [3, 60, "5", "Copy of Trap?"]);
  assert.deepEqual(input.smallestEffects, [{ metric: "S1", effect: 2 }]);
});
