// The list of experiments stays true while news comes in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting, standing, withNews } from "../../../web/handoff_web/static/page/lib/listing.js";

/** @typedef {import("../../../web/handoff_web/static/page/lib/listing.js").Listed} Listed */

/** @param {string} id @param {Partial<Listed["progress"]>} [progress] @returns {Listed} */
function listed(id, progress = {}) {
  return {
    id, title: `Title of ${id}`, createdAt: "2026-01-01T00:00:00Z", finishedAt: null, failure: null, stopped: null,
    progress: { status: "RUNNING", stage: "arms", done: 1, total: 9, pairs: 1, plannedPairs: 4, ...progress },
    world: { name: "workshop" }, policies: [{ name: "directory" }],
  };
}

test("news of what is listed takes its place, whatever is asked for", () => {
  const list = [listed("a"), listed("b")];
  const after = withNews(list, listed("b", { status: "FINISHED" }), () => false);
  assert.deepEqual(after.map((each) => [each.id, each.progress.status]), [["a", "RUNNING"], ["b", "FINISHED"]]);
  assert.equal(list[1]?.progress.status, "RUNNING");
});

test("what is new comes first, if it fits", () => {
  const list = [listed("a")];
  assert.deepEqual(withNews(list, listed("c"), () => true).map((each) => each.id), ["c", "a"]);
  assert.equal(withNews(list, listed("c"), () => false), list);
});

test("a text is searched in titles without regard to case", () => {
  assert.ok(fitting({ text: " OF A", status: "" })(listed("a")));
  assert.ok(!fitting({ text: "of b", status: "" })(listed("a")));
  assert.ok(!fitting({ text: "", status: "FAILED" })(listed("a")));
});

test("how it stands is said in words", () => {
  assert.equal(standing(listed("a")), "1 of 4 pairs");
  assert.equal(standing(listed("a", { status: "QUEUED" })), "waits for its turn");
  assert.equal(standing({ ...listed("a", { status: "FAILED" }), failure: "no room\nTraceback" }), "no room");
  assert.equal(standing(listed("a", { status: "CANCELLED", pairs: 0 })), "called off");
});
