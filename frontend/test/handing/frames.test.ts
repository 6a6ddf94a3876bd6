/** What the pages tell each other about handing over: what is not well formed is left out, and hurts nobody. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST_LINES, readTold } from "../../src/handing/frames.ts";

const id = "ab".repeat(16);
const offer = { id, receiver: "Zorg", lines: ["I am sixteen."] };
const answer = { id, receiver: "Zorg", agree: true, lines: ["I am sixteen."], salt: "AA", counted: false };

test("what is well formed arrives as it was written", () => {
  assert.deepEqual(readTold({ offer }), { offer });
  assert.deepEqual(readTold({ answer }), { answer });
  assert.deepEqual(readTold({ ask: { id, receiver: "Zorg" } }), { ask: { id, receiver: "Zorg" } });
  assert.deepEqual(readTold({ part: { id, conversation: id, key: "AA" } }), { part: { id, conversation: id, key: "AA" } });
  assert.deepEqual(readTold({ withdrawn: id, kept_out: id }), { withdrawn: id, kept_out: id });
});

test("what is not, or is not known here, is left out", () => {
  const strange: object[] = [
    {},
    { something: "new" },
    { offer: null },
    { offer: { ...offer, id: "AB" } },
    { offer: { ...offer, lines: "one" } },
    { offer: { ...offer, lines: [1] } },
    { offer: { ...offer, lines: Array(MOST_LINES + 1).fill("x") } },
    { offer: { ...offer, receiver: {} } },
    { answer: { ...answer, agree: "yes" } },
    { answer: { ...answer, salt: undefined } },
    { answer: { ...answer, counted: 1 } },
    { ask: { id } },
    { part: { id, conversation: id } },
    { withdrawn: true },
    { kept_out: [id] },
  ];
  for (const one of strange) assert.deepEqual(readTold(one), {}, JSON.stringify(one));
});
