import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readReference } from "../../src/desk/reference.ts";

const PYTHON = new URL("../../../src/zichtbaar/helpline/registration/reference.py", import.meta.url);
const ALPHABET = /ALPHABET = "(\w+)"/.exec(readFileSync(PYTHON, "utf8"))?.[1] ?? "";

test("a reference is read however it was spaced or cased", () => {
  for (const typed of ["K7MQ-3XHT-9PRA", " k7mq 3xht 9pra ", "k7mq3xht9pra"])
    assert.equal(readReference(typed), "K7MQ-3XHT-9PRA");
});

test("what cannot be a reference is none", () => {
  for (const typed of ["", "K7MQ-3XHT", "K7MQ-3XHT-9PRA-2222", "O7MQ-3XHT-9PRA", "../recovery/x", "she said so again"])
    assert.equal(readReference(typed), undefined);
});

test("it takes just the signs that the server uses", () => {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  const taken = ascii.filter((sign) => readReference(sign.repeat(12)) && sign === sign.toUpperCase());
  assert.deepEqual(taken, [...ALPHABET]);
});
