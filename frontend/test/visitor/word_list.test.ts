import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { distance, draw, drawDigits, drawWords, nearMisses, readList } from "../../src/visitor/word_list.ts";

const path = "../../../src/zichtbaar/helpline/web/visitor/static/visitor/list.txt";
const list = readList(readFileSync(new URL(path, import.meta.url), "utf8"));

test("the list is read without the lines that say where it is from", () => {
  assert.equal(list.length, 5000);
  assert.ok(list.every((word) => /^[a-z]{4,12}$/.test(word)));
});

test("words and digits are drawn from all there are, and no oftener than others", () => {
  assert.ok(drawWords(5, list).every((word) => list.includes(word)));
  assert.match(drawDigits(20), /^[0-9]{20}$/);
  const counts = new Array<number>(6).fill(0);
  for (let time = 0; time < 6_000; time += 1) counts[draw(6)]! += 1;
  assert.ok(counts.every((count) => count > 800 && count < 1_200), String(counts));
});

test("a code of words on the list has no near misses, and neither have digits", () => {
  assert.deepEqual(nearMisses(list.slice(100, 105).join(" "), list), []);
  assert.deepEqual(nearMisses("01234567890123456789", list), []);
});

test("a word that is not on the list is named, with those that it may be", () => {
  const known = ["fiets", "tafel", "regen"];
  assert.deepEqual(nearMisses("feits tafel regn xyzzy", known), [
    { typed: "feits", near: ["fiets"] },
    { typed: "regn", near: ["regen"] },
    { typed: "xyzzy", near: [] },
  ]);
});

test("one mistake in any word of the list leads back to that word", () => {
  for (const word of list.filter((_, place) => place % 97 === 0)) {
    const at = word.length >> 1;
    for (const typed of [word.slice(0, at) + word.slice(at + 1), `${word.slice(0, at)}x${word.slice(at)}`])
      if (!list.includes(typed)) assert.ok(nearMisses(typed, list)[0]?.near.includes(word), `${typed} for ${word}`);
  }
});

test("a distance counts letters that are changed, added, left out or swapped", () => {
  const cases: [string, string, number][] = [
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["fiets", "feits", 1],
    ["fiets", "fies", 1],
    ["kitten", "sitting", 3],
  ];
  for (const [one, other, far] of cases) assert.deepEqual([distance(one, other), distance(other, one)], [far, far]);
});
