import assert from "node:assert/strict";
import { test } from "node:test";

import { type Answers, type Changes, type Marks, NOTHING, type Question, toChanges, toMarks } from "../../src/desk/answers.ts";

const ROLE: Question = { variable: "contact_role", form: "single", columns: [] };
const KNOWN: Question = { variable: "known_to", form: "block", columns: ["known_to__police", "known_to__school", "known_to__family"] };
const START: Question = { variable: "start_period", form: "text", columns: [] };

const marks = (marked: Partial<Marks>): Marks => ({ ...NOTHING, ...marked });

const TABLE: [string, Question, Partial<Marks>, Changes][] = [
  ["one code", ROLE, { code: "1" }, { contact_role: 1 }],
  ["the code 0", ROLE, { code: "0" }, { contact_role: 0 }],
  ["not discussed", ROLE, { code: "-2" }, { contact_role: -2 }],
  ["nothing marked", ROLE, {}, { contact_role: null }],
  ["an option is yes, the others are not coded as no", KNOWN, { ticked: ["known_to__school"] }, { known_to__police: null, known_to__school: 1, known_to__family: null }],
  ["none of these", KNOWN, { none: true }, { known_to__police: 0, known_to__school: 0, known_to__family: 0 }],
  ["a block that was not discussed", KNOWN, { code: "-2" }, { known_to__police: -2, known_to__school: -2, known_to__family: -2 }],
  ["a block with nothing marked", KNOWN, {}, { known_to__police: null, known_to__school: null, known_to__family: null }],
  ["a month", START, { text: "2024-03" }, { start_period: "2024-03" }],
  ["a month with spaces around it", START, { text: " 2024 " }, { start_period: "2024" }],
  ["a missing month, as text", START, { code: "-3" }, { start_period: "-3" }],
  ["no month", START, {}, { start_period: null }],
];

for (const [what, question, marked, changes] of TABLE)
  test(`${what} is coded`, () => assert.deepEqual(toChanges(question, marks(marked)), changes));

for (const [what, question, marked, changes] of TABLE)
  test(`${what} is shown as it was marked`, () => {
    const stored = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)) as Answers;
    const text = marked.text?.trim();
    assert.deepEqual(toMarks(question, stored), marks(text === undefined ? marked : { text }));
  });

test("answers of other questions change nothing", () => {
  const answers = { contact_role: 1, known_to__police: 1, start_period: "2024" };
  assert.deepEqual(toMarks({ ...ROLE, variable: "assessment" }, answers), NOTHING);
});
