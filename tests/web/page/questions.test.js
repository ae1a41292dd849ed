// What is said of questions and their answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cost, ranked, rowsOf, shortly, shortLevel, timesQuick, whereabouts } from "../../../web/handoff_web/static/page/lib/questions.js";

/** @typedef {import("../../../web/handoff_web/static/page/lib/questions.js").Combination} Combination */

/** @param {string} combination @param {number | null} difference @param {Partial<Combination>} [more] @returns {Combination} */
function found(combination, difference, more = {}) {
  return { world: "workshop", combination, metric: "S1", title: "Profit", unit: "$", difference, low: 0, high: 0, verdict: null, pairs: 4, ...more };
}

/** @param {number} runs @param {number} shopWeeks @param {string[]} [worlds] */
const work = (runs, shopWeeks, worlds = ["workshop"]) =>
  ({ size: /** @type {const} */ ("FULL"), worlds, pairs: 2, weeks: null, combinations: 3, runs, shopWeeks });

test("the best comes first, whichever way is better, and what has no value last", () => {
  const all = [found("a", 1), found("none", null), found("b", 3), found("c", -2), found("d", 9, { world: "reach" }), found("e", 9, { metric: "S3" })];
  const names = (/** @type {string | undefined} */ direction) => ranked(all, "workshop", "S1", direction).map((each) => each.combination);
  assert.deepEqual(names("HIGHER"), ["b", "a", "c", "none"]);
  assert.deepEqual(names("LOWER"), ["c", "a", "b", "none"]);
  assert.deepEqual(names(undefined), ["b", "a", "c", "none"]);
});

test("a cost names the world, or counts them, and is set against the quick one", () => {
  assert.equal(cost(work(1200, 1)), "1,200 runs in workshop");
  assert.equal(cost(work(1, 1, ["a", "b"])), "1 run in 2 worlds");
  assert.equal(timesQuick(work(1, 100), work(1, 375)), ", about 3.8 times the work of the quick one");
  assert.equal(timesQuick(work(1, 100), work(1, 5000)), ", about 50 times the work of the quick one");
  assert.equal(timesQuick(work(1, 100), work(1, 100)), "");
});

test("a level is named without its factor where that stands beside it", () => {
  const effect = { ...found("", 1), effect: 1, factor: "take" };
  assert.equal(shortLevel({ ...effect, level: "take 0.1" }), "0.1");
  assert.equal(shortLevel({ ...effect, level: "takeover" }), "takeover");
});

test("columns become rows", () => {
  const columns = [{ name: "a", numbers: [1, null], texts: null }, { name: "b", numbers: null, texts: ["x", null] }];
  assert.deepEqual(rowsOf({ title: "t", columns }), [[1, "x"], [null, null]]);
  assert.deepEqual(rowsOf({ title: "empty", columns: [] }), []);
});

test("where a question is stands in words", () => {
  const going = { world: "reach", worldNumber: 2, worlds: 3, done: 1, total: 9 };
  assert.equal(whereabouts(going), "World 2 of 3: reach");
  assert.equal(whereabouts({ ...going, worldNumber: 1, worlds: 1 }), "In reach");
  assert.equal(whereabouts({ ...going, world: "" }), "It begins");
});

test("of a traceback the last line is told, after what broke", () => {
  assert.equal(shortly("reach: a, seed 7: Traceback (most recent call last):\n  File x\nValueError: no"), "reach: a, seed 7: ValueError: no");
  assert.equal(shortly("reach: all runs broke"), "reach: all runs broke");
});
