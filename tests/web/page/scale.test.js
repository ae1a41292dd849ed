// Where intervals stand on a line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, grouped, percent, reach } from "../../../web/handoff_web/static/page/lib/scale.js";

/** @param {number | null} low @param {number | null} high @param {number | null} [difference] */
const interval = (low, high, difference = low === null || high === null ? null : (low + high) / 2) => ({
  low, high, difference, smallestEffect: 10,
});

test("a line reaches as far as its intervals, in steps of two", () => {
  assert.equal(reach([interval(-12, 15)]), 20);
  assert.equal(reach([interval(-12, 21)]), 40);
  assert.equal(reach([interval(-1, 1)]), 20);
  assert.equal(reach([interval(null, null)]), 20);
  assert.equal(reach([{ low: 0, high: 0, difference: 0, smallestEffect: 0 }]), 2);
  assert.equal(reach([{ low: -3, high: 3, difference: 0, smallestEffect: 0 }]), 6);
});

test("zero is in the middle, and nothing leaves the line", () => {
  assert.equal(percent(0, 20), 50);
  assert.equal(percent(-20, 20), 0);
  assert.equal(percent(900, 20), 100);
});

test("an interval without a bound is drawn to the end and marked as cut", () => {
  const open = drawn({ low: null, high: 5, difference: 1, smallestEffect: 10 }, 20);
  assert.deepEqual(open.bar, [0, 62.5]);
  assert.ok(open.cut);
  assert.deepEqual(open.band, [25, 75]);
  const none = drawn(interval(null, null), 20);
  assert.equal(none.bar, null);
  assert.equal(none.point, null);
  assert.ok(!drawn(interval(-5, 5), 20).cut);
});

test("things are grouped in the order in which their keys come up", () => {
  assert.deepEqual(grouped(["b1", "a1", "b2"], (word) => word.charAt(0)), [["b", ["b1", "b2"]], ["a", ["a1"]]]);
});
