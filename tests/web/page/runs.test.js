// What is said of runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lastLine, sharing } from "../../../web/handoff_web/static/page/lib/runs.js";

test("a traceback is told by the last line that says anything", () => {
  assert.equal(lastLine("Traceback:\n  File x\nValueError: no shop 7\n\n"), "ValueError: no shop 7");
  assert.equal(lastLine("one line"), "one line");
  assert.equal(lastLine(""), "it did not say why");
  assert.equal(lastLine(null), "it did not say why");
});

test("workers are told with whoever else they work for", () => {
  assert.equal(sharing(2, 0), "2 workers, all for this one");
  assert.equal(sharing(1, 1), "1 worker, shared with 1 other experiment");
  assert.equal(sharing(4, 3), "4 workers, shared with 3 other experiments");
  assert.equal(sharing(4, undefined), "4 workers");
  assert.equal(sharing(0, 3), "");
});
