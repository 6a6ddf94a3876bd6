import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { DESK_WORDS } from "../src/desk/words.ts";
import { fill } from "../src/page/words.ts";
import { TALK_WORDS } from "../src/talk/words.ts";
import { CODE_WORDS } from "../src/visitor/code_words.ts";
import { visitorWords } from "../src/visitor/words.ts";

/** The words of a Python file that holds lines such as `"key": _("English")`. */
function inPython(door: string): Record<string, string> {
  const path = `../../src/zichtbaar/helpline/web/${door}/words.py`;
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  return Object.fromEntries([...text.matchAll(/"(\w+)":\s*_\(\s*"([^"]*)"\s*\)/g)].map(([, key, word]) => [key, word]));
}

for (const [door, words] of Object.entries({ shared: TALK_WORDS, desk: DESK_WORDS }))
  test(`the ${door} words are the same for the script and for the page`, () => {
    const shared = door === "shared" ? {} : inPython("shared");
    assert.deepEqual({ ...shared, ...inPython(door) }, words);
  });

for (const [name, words] of Object.entries({ script: visitorWords(), coming_back: [...CODE_WORDS] }))
  test(`the visitor's scripts show the words under [${name}] in the file of a language, and no others`, () => {
    const path = "../../src/zichtbaar/helpline/languages/en.toml";
    const section = readFileSync(new URL(path, import.meta.url), "utf8").split(/^\[(\w+)\]$/m);
    const lines = section[section.indexOf(name) + 1] ?? "";
    assert.deepEqual([...lines.matchAll(/^(\w+) = /gm)].map(([, key]) => key).sort(), words.sort());
  });

test("a slot without a value stays as it is", () => {
  assert.equal(fill("{count} of {all}", { count: 0 }), "0 of {all}");
});
