import assert from "node:assert/strict";
import { test } from "node:test";

import { StillYou } from "../../src/desk/still_you.ts";
import { random } from "../../src/sealing/bytes.ts";
import { agreedOn } from "../../src/visitor/agreed_word.ts";

test("the word that was agreed on is recognised, however it is typed, and another is not", async () => {
  const [conversation, still] = [random(16), new StillYou()];
  assert.equal(still.question, "question");
  assert.deepEqual(still.heard({ agreed: await agreedOn("Oma Mientje", conversation) }, false), [
    { word: "agreed", isUrgent: false },
  ]);
  assert.equal(still.question, "word");
  const answers = ["oma mientje ", "OMAMIENTJE", "opa"].map((word) => agreedOn(word, conversation));
  const heard = (await Promise.all(answers)).map((answer) => still.heard({ answer }, false)[0]?.word);
  assert.deepEqual(heard, ["word_right", "word_right", "word_wrong"]);
});

test("a word in another script is a word too, and says nothing in another conversation", async () => {
  const [one, other] = [random(16), random(16)];
  const word = await agreedOn("ጸሓይ", one);
  assert.match(word, /^[0-9a-f]{20}$/);
  assert.notEqual(word, await agreedOn("ጸሓይ", other));
  assert.notEqual(word, await agreedOn("ሰማይ", one));
});

test("an answer before anything was agreed on is not the agreed word", () => {
  assert.deepEqual(new StillYou().heard({ answer: "00" }, false), [{ word: "word_wrong", isUrgent: true }]);
});

test("the log tells what we asked, and that the visitor came back", () => {
  const still = new StillYou();
  assert.deepEqual(still.heard({ ask: "word" }, true), [{ word: "asked_word", isUrgent: false }]);
  assert.deepEqual(still.heard({ ask: "question" }, true), [{ word: "asked_question", isUrgent: false }]);
  assert.deepEqual(still.heard({ back: "code" }, false), [{ word: "came_back", isUrgent: true }]);
  assert.deepEqual(still.heard({ ask: "word" }, false), []);
  assert.deepEqual(still.heard({}, false), []);
});
