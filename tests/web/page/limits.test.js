// Numbers of a comparison are refused where they are typed, by what the service takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { effect, pairsOf, seedTo, wholeFrom } from "../../../web/handoff_web/static/page/lib/limits.js";

test("whole numbers are taken inside their range, and nothing is no number", () => {
  const pairs = wholeFrom(2, 10000);
  assert.deepEqual(pairs("12"), { value: 12 });
  assert.deepEqual(pairs(" 1,000 "), { value: 1000 });
  assert.deepEqual(pairs(""), { value: null });
  for (const text of ["1", "10001", "1.5", "-3", "many", "1e3"]) assert.ok("problem" in pairs(text), text);
  assert.deepEqual(pairs("1"), { problem: "expected a whole number from 2 to 10,000; found 1" });
});

test("seeds keep every digit", () => {
  const seed = seedTo("18446744073709551615");
  assert.deepEqual(seed("18446744073709551615"), { value: "18446744073709551615" });
  assert.deepEqual(seed("007"), { value: "7" });
  for (const text of ["18446744073709551616", "-1", "", "1.0"]) assert.ok("problem" in seed(text), text);
});

test("a difference that matters is above nothing", () => {
  assert.deepEqual(effect("0.5"), { value: 0.5 });
  assert.deepEqual(effect(""), { value: null });
  for (const text of ["0", "-1", "some"]) assert.ok("problem" in effect(text), text);
});

test("pairs are the service's own where none are given", () => {
  const limits = { mostPolicies: 12, fewestPairs: 2, mostPairs: 9, usualPairs: 3, usualPairsUntilDecided: 7, mostWeeks: 9, highestSeed: "9", longestTitle: 9 };
  assert.equal(pairsOf({ pairs: null, untilDecided: false }, limits), 3);
  assert.equal(pairsOf({ pairs: null, untilDecided: true }, limits), 7);
  assert.equal(pairsOf({ pairs: 5, untilDecided: true }, limits), 5);
});
