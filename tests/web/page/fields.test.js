// What may be typed into a field, whatever field it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addedUp, chosen, facts, inShort, keptText, missing, partsOf, slides, step, typedNumber, valueAt, withValue,
} from "../../../web/handoff_web/static/page/lib/fields.js";

/** @param {Partial<import("../../../web/handoff_web/static/page/lib/fields.js").Field>} [said] */
const field = (said = {}) => ({
  path: "payout.take", group: "payout", type: "SHARE", unit: "share of the price", low: 0, high: 0.4, options: [], default: 0.05,
  meaning: "", optional: false, vector: null, total: null, rising: false, labels: [], ...said,
});

test("a number is taken inside its range, and refused outside it with what is expected", () => {
  assert.deepEqual(typedNumber(field(), " 0.1 "), { value: 0.1 });
  assert.deepEqual(typedNumber(field(), "0.5"), { problem: "expected a number from 0 to 0.4 (share of the price); found 0.5" });
  assert.ok("problem" in typedNumber(field(), "much"));
  assert.ok("problem" in typedNumber(field(), ""));
  assert.deepEqual(typedNumber(field({ type: "WHOLE", high: 20000 }), "1,000"), { value: 1000 });
  assert.ok("problem" in typedNumber(field({ type: "WHOLE", high: 10 }), "1.5"));
  assert.deepEqual(typedNumber(field({ optional: true }), ""), { value: "none" });
});

test("sliders have round steps", () => {
  assert.equal(step(field()), 0.002);
  assert.equal(step(field({ type: "NUMBER", high: 500 })), 5);
  assert.equal(step(field({ type: "WHOLE", high: 20 })), 1);
  assert.ok(!slides(field({ type: "WHOLE", high: 5200 })));
});

test("numbers that must add up are made to, in their proportions", () => {
  assert.equal(missing([0.1, 0.2, 0.7], 1), 0);
  assert.ok(Math.abs(missing([0.1, 0.2], 1) - 0.7) < 1e-9);
  assert.deepEqual(addedUp([1, 1, 2], 1), [0.25, 0.25, 0.5]);
  assert.equal(missing(addedUp([1, 1, 1], 1), 1), 0);
  assert.deepEqual(addedUp([0, 0], 1), [0.5, 0.5]);
});

test("documents are read and written by dotted paths", () => {
  const document = { payout: { take: 0.1, price_rule: { nash: 0.4 } } };
  assert.equal(valueAt(document, "payout.take"), 0.1);
  assert.equal(valueAt(document, "routing.mode"), undefined);
  assert.deepEqual(withValue(document, "payout.take", 0.2), { payout: { take: 0.2, price_rule: { nash: 0.4 } } });
  assert.equal(document.payout.take, 0.1);
});

test("items of a vector are one part of a card", () => {
  const fields = [field(), field({ path: "w.a", vector: "w" }), field({ path: "w.b", vector: "w" })];
  assert.deepEqual(partsOf(fields).map(({ path, items, isVector }) => [path, items.length, isVector]), [["payout.take", 1, false], ["w", 2, true]]);
});

test("values are said in a few words", () => {
  assert.equal(inShort(0.04, field()), "4%");
  assert.equal(inShort(150, field({ type: "NUMBER", unit: "$/week" })), "$150");
  assert.equal(inShort({ posted_share: 0.88 }, field({ parts: [field({ path: "p.posted_share" })] })), "posted share 88%");
  assert.equal(inShort("receiver_first_refusal"), "receiver first refusal");
  assert.equal(inShort([]), "all");
  assert.equal(inShort(false), "no");
});

test("what is typed stays while it says the value, and gives way to another", () => {
  assert.equal(keptText(field(), "0.", 0), "0.");
  assert.equal(keptText(field(), "0.10", 0.1), "0.10");
  assert.equal(keptText(field(), "0.9", 0.1), "0.1");
  assert.equal(keptText(field({ optional: true }), "0.1", "none"), "");
});

test("a choice that is no choice does no harm", () => {
  assert.deepEqual(chosen({ posted_share: 0.9 }), ["posted_share", 0.9]);
  assert.deepEqual(chosen("nash"), ["nash", null]);
  assert.deepEqual(chosen({}), ["", null]);
  assert.equal(inShort({}), "row by row");
});

test("a field says its unit, its range and its default, as far as it has them", () => {
  assert.equal(facts(field()), "share of the price; 0 to 0.4; default 0.05");
  assert.equal(facts(field({ type: "WORD", unit: null, low: null, high: null, default: "buyer_chooses" })), "default buyer chooses");
  assert.equal(facts(field({ type: "WORDS", unit: null, low: null, high: null, default: [] })), "default all");
});
