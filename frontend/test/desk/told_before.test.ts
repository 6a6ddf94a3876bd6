import assert from "node:assert/strict";
import { test } from "node:test";

import { toldBefore } from "../../src/desk/told_before.ts";

test("answers are told in the order of the questions, and what is not known is not told", () => {
  assert.deepEqual(toldBefore({ safe: "no", who: "me" }), ["who_me", "safe_no"]);
  assert.deepEqual(toldBefore({ age: "120", where: "here" }), []);
  assert.deepEqual(toldBefore({}), []);
});
