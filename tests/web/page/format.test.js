// Numbers as people read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { count, dollars, duration, nameOf, withUnit, words } from "../../../web/handoff_web/static/page/lib/format.js";

test("a value has its unit, its sign and three figures", () => {
  assert.equal(withUnit(1234.5, "$"), "$1,235");
  assert.equal(withUnit(-4.256, "$/machine-week", { signed: true }), "\u2212$4.26 /machine-week");
  assert.equal(withUnit(0.125, "share"), "12.5%");
  assert.equal(withUnit(0.0123, "share of the price", { signed: true }), "+1.23%");
  assert.equal(withUnit(3.2, "h"), "3.20 h");
  assert.equal(withUnit(0, "h", { signed: true }), "0 h");
  assert.equal(withUnit(null, "h"), "\u2013");
});

test("cents are dollars", () => {
  assert.equal(dollars(123456), "$1,234.56");
  assert.equal(dollars(-10000, { signed: true }), "\u2212$100");
  assert.equal(dollars(null), "\u2013");
});

test("durations and counts are said as people say them", () => {
  assert.equal(duration(0.2), "less than a second");
  assert.equal(duration(61), "61 s");
  assert.equal(duration(600), "10 min");
  assert.equal(duration(null), "\u2013");
  assert.equal(count(1, "shop"), "1 shop");
  assert.equal(count(1200, "pair"), "1,200 pairs");
});

test("codes of the model are words", () => {
  assert.equal(words("receiver_first_refusal"), "receiver first refusal");
  assert.equal(nameOf("payout.sub_fee"), "sub fee");
});
