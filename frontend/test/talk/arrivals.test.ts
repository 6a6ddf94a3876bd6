import assert from "node:assert/strict";
import { test } from "node:test";

import { Arrivals } from "../../src/talk/arrivals.ts";

const [VERA, KIM, SAM] = ["aa", "bb", "cc"] as const;
const ours = (sequence: number) => ({ conversation: "", session: VERA, sequence });

test("messages that cross on the way raise no doubt", () => {
  const arrivals = new Arrivals();
  arrivals.sent(ours(1), 1);
  assert.equal(arrivals.heard(KIM, 2, {}), false);
  arrivals.sent(ours(2), 3);
  assert.equal(arrivals.heard(KIM, 4, { [VERA]: 1 }), false);
});

test("a message that was held back shows at the next but one", () => {
  const arrivals = new Arrivals();
  arrivals.sent(ours(1), 1);
  assert.equal(arrivals.heard(KIM, 2, { [VERA]: 1 }), false);
  arrivals.sent(ours(2), 3);
  assert.equal(arrivals.heard(KIM, 4, { [VERA]: 1 }), false);
  assert.equal(arrivals.heard(KIM, 5, { [VERA]: 1 }), true);
});

test("the doubt goes when it is seen after all", () => {
  const arrivals = new Arrivals();
  arrivals.sent(ours(1), 1);
  arrivals.heard(KIM, 2, {});
  assert.equal(arrivals.heard(KIM, 3, {}), true);
  assert.equal(arrivals.heard(KIM, 4, { [VERA]: 1 }), false);
});

test("a colleague who has just come in is not expected to have seen anything", () => {
  const arrivals = new Arrivals();
  arrivals.sent(ours(1), 1);
  arrivals.heard(KIM, 2, { [VERA]: 1 });
  arrivals.sent(ours(2), 3);
  assert.equal(arrivals.heard(SAM, 4, {}), false);
});
