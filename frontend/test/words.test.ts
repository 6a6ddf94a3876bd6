import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { DESK_WORDS } from "../src/desk/words.ts";
import { HANDING_WORDS } from "../src/handing/words.ts";
import { fill } from "../src/page/words.ts";
import { PARTNER_WORDS } from "../src/partner/words.ts";
import { TALK_WORDS } from "../src/talk/words.ts";
import { CODE_WORDS } from "../src/visitor/code_words.ts";
import { CONSENT_WORDS } from "../src/visitor/consent_words.ts";
import { PHOTO_WORDS } from "../src/visitor/photo_words.ts";
import { visitorWords } from "../src/visitor/words.ts";

/** The words of a Python file that holds lines such as `"key": _("English")`. */
function inPython(door: string, file = "words"): Record<string, string> {
  const path = `../../src/zichtbaar/helpline/web/${door}/${file}.py`;
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  return Object.fromEntries([...text.matchAll(/"(\w+)":\s*_\(\s*"([^"]*)"\s*\)/g)].map(([, key, word]) => [key, word]));
}

for (const [door, words] of Object.entries({ shared: TALK_WORDS, desk: DESK_WORDS, partner: PARTNER_WORDS }))
  test(`the ${door} words are the same for the script and for the page`, () => {
    const shared = door === "shared" ? {} : inPython("shared");
    const needs = door === "desk" ? inPython("shared", "need_words") : {};
    assert.deepEqual({ ...shared, ...needs, ...inPython(door) }, words);
  });

test("the words of handovers are the same for the scripts and for the pages", () => {
  assert.deepEqual(inPython("shared", "handing_words"), HANDING_WORDS);
});

const SECTIONS: Record<string, readonly string[]> = { script: visitorWords(), consent: CONSENT_WORDS, coming_back: CODE_WORDS, photo: PHOTO_WORDS };

for (const [section, words] of Object.entries(SECTIONS))
  test(`the visitor's scripts show the words under [${section}] in the file of a language, and no others`, () => {
    const path = "../../src/zichtbaar/helpline/languages/en.toml";
    const sections = readFileSync(new URL(path, import.meta.url), "utf8").split(/^\[(\w+)\]$/m);
    const lines = sections[sections.indexOf(section) + 1] ?? "";
    assert.deepEqual([...lines.matchAll(/^(\w+) = /gm)].map(([, key]) => key).sort(), [...words].sort());
  });

test("a slot without a value stays as it is", () => {
  assert.equal(fill("{count} of {all}", { count: 0 }), "0 of {all}");
});
