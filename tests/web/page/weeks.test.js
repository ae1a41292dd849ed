// The weeks in which a shop said no come first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords, refusals, tellingWeeks } from "../../../web/handoff_web/static/page/lib/weeks.js";

/** @param {number} week @param {number} noBids @param {number} declined */
const lived = (week, noBids, declined) => ({
  week, decisions: 9, quotesSent: 2, accepted: 0, makers: [], others: [],
  noBids: noBids ? [{ name: "BAD_PACKET", count: noBids }] : [],
  declined: declined ? [{ name: "NO_CAPACITY", count: declined }] : [],
});

test("weeks with declined work come first, then those with the most refusals", () => {
  const weeks = [lived(1, 1, 0), lived(2, 0, 0), lived(3, 4, 0), lived(4, 0, 1)];
  assert.deepEqual(tellingWeeks(weeks).map((each) => each.week), [4, 3, 1]);
  assert.equal(refusals(weeks[2]), 4);
});

test("a week is said in words", () => {
  assert.equal(inWords(lived(1, 2, 1)), "quoted 2 · did not bid: bad packet 2 · declined: no capacity");
  assert.equal(inWords({ ...lived(1, 0, 0), quotesSent: 0 }), "9 routine decisions");
});
