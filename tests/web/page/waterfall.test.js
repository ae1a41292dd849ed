// Bars of a waterfall begin where the one before ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, steps, zeroOf } from "../../../web/handoff_web/static/page/lib/waterfall.js";

test("parts add up to the total, which is drawn from zero", () => {
  const found = steps([{ label: "price", amount: 100 }, { label: "costs", amount: -130 }, { label: "next order", amount: 20 }], "left");
  assert.deepEqual(found.map(({ from, to }) => [from, to]), [[0, 100], [100, -30], [-30, -10], [0, -10]]);
  assert.deepEqual(found.map(({ isTotal }) => isTotal), [false, false, false, true]);
  const drawn = bars(found);
  const zero = zeroOf(found);
  assert.ok(Math.abs(zero - (100 * 30) / 130) < 1e-9);
  assert.ok(Math.abs(drawn[0].left - zero) < 1e-9 && Math.abs(drawn[0].left + drawn[0].width - 100) < 1e-9);
  assert.equal(drawn[1].left, 0);
});

test("nothing at all is a line of nothing", () => {
  assert.equal(zeroOf(steps([], "total")), 0);
  assert.equal(bars(steps([], "total"))[0].left, 0);
});
