import assert from "node:assert/strict";
import { test } from "node:test";

import type { Answers, Changes } from "../../src/desk/answers.ts";
import { changedByOthers, codedAsTheRest, fellAway } from "../../src/desk/differences.ts";

const ALL = ["topic_trafficking", "contact_role", "known_to"];
const KNEW: Answers = { chat_language: "nl", topic_trafficking: 1, contact_role: 1 };

const TABLE: [string, Changes, Answers, string[], string[]][] = [
  ["what was sent came back", { known_to__police: 1, known_to__school: null }, { ...KNEW, known_to__police: 1 }, ALL, []],
  ["a colleague answered something else", { known_to__police: 1 }, { ...KNEW, known_to__police: 1, contact_role: 2 }, ALL, ["contact_role"]],
  ["a colleague added an answer", { contact_role: 3 }, { ...KNEW, contact_role: 3, known_to__school: 1 }, ALL, ["known_to"]],
  ["a colleague took an answer back", {}, { chat_language: "nl", topic_trafficking: 1 }, ALL, ["contact_role"]],
  ["an answer of ours fell away", { topic_trafficking: 0 }, { chat_language: "nl", topic_trafficking: 0 }, ["topic_trafficking"], []],
  ["what the program fills in changed", {}, { ...KNEW, chat_language: "en" }, ALL, []],
];

for (const [what, sent, answers, applies, others] of TABLE)
  test(`${what}: told ${others.length} time(s)`, () =>
    assert.deepEqual(changedByOthers(KNEW, sent, { answers, applies }), others));

test("what fell away is what is gone and not asked any more", () => {
  const before = { ...KNEW, known_to__police: 1, known_to__school: 1 };
  const after = { answers: { chat_language: "nl", topic_trafficking: 0 }, applies: ["topic_trafficking"] };
  assert.deepEqual(fellAway(before, after), ["contact_role", "known_to"]);
  assert.deepEqual(fellAway(before, { answers: {}, applies: ALL }), ["chat_language"]);
});

test("the rest is ours, what a colleague answered in it is not", () => {
  const answers = { ...KNEW, known_to__police: 1, known_to__school: -2, start_period: "-2" };
  const sent = codedAsTheRest(KNEW, { answers, applies: ALL });
  assert.deepEqual(sent, { known_to__school: -2, start_period: "-2" });
  assert.deepEqual(changedByOthers(KNEW, sent, { answers, applies: ALL }), ["known_to"]);
});
