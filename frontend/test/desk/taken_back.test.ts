import assert from "node:assert/strict";
import { test } from "node:test";

import { TakenBack } from "../../src/desk/taken_back.ts";

const TOLD = { topic_trafficking: 1, contact_role: 1, known_to__police: 1, known_to__school: 1 };
const ALL = ["topic_trafficking", "contact_role", "known_to"];

function afterNo(): TakenBack {
  const memory = new TakenBack();
  memory.remember(["contact_role", "known_to"], TOLD);
  return memory;
}

test("nothing comes back while the questions are not asked", () => {
  assert.deepEqual(afterNo().toPutBack({ answers: { topic_trafficking: 0 }, applies: ["topic_trafficking"] }, {}), {});
});

test("what was taken back comes back when it is asked again, blocks as they were", () => {
  const { topic_trafficking: _, ...rest } = TOLD;
  assert.deepEqual(afterNo().toPutBack({ answers: { topic_trafficking: 1 }, applies: ALL }, {}), rest);
});

test("a question that is not yet asked again waits until it is", () => {
  const memory = afterNo();
  const some = memory.toPutBack({ answers: { topic_trafficking: 1 }, applies: ["topic_trafficking", "contact_role"] }, {});
  assert.deepEqual(some, { contact_role: 1 });
  memory.forget(Object.keys(some));
  const later = memory.toPutBack({ answers: { topic_trafficking: 1, contact_role: 1 }, applies: ALL }, {});
  assert.deepEqual(later, { known_to__police: 1, known_to__school: 1 });
});

test("what was answered otherwise meanwhile stays so, stored or on its way", () => {
  const stored = { answers: { topic_trafficking: 1, known_to__family: 1 }, applies: ALL };
  assert.deepEqual(afterNo().toPutBack(stored, { contact_role: 2 }), {});
  assert.deepEqual(afterNo().toPutBack(stored, { contact_role: null }), {});
});

test("what came back once, or was refused, does not come back again", () => {
  const memory = afterNo();
  memory.forget(["contact_role", "known_to__police", "known_to__school"]);
  assert.deepEqual(memory.toPutBack({ answers: { topic_trafficking: 1 }, applies: ALL }, {}), {});
});

test("the last time counts", () => {
  const memory = afterNo();
  memory.remember(["contact_role"], { contact_role: 2 });
  assert.equal(memory.toPutBack({ answers: {}, applies: ALL }, {}).contact_role, 2);
});
