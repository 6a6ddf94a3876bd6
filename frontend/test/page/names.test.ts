import assert from "node:assert/strict";
import { test } from "node:test";

import { languageName } from "../../src/page/languages.ts";
import { monthInWords } from "../../src/page/moments.ts";

function pageIn(lang: string): void {
  (globalThis as unknown as { document: unknown }).document = { documentElement: { lang } };
}

test("a language and a month have their names in the language of the page", () => {
  pageIn("en");
  assert.deepEqual([languageName("ti"), monthInWords("2026-01")], ["Tigrinya", "January 2026"]);
  pageIn("nl");
  assert.deepEqual([languageName("uk"), monthInWords("2026-12")], ["Oekraïens", "december 2026"]);
});

test("a language without a name is shown by its code", () => {
  pageIn("nl");
  assert.equal(languageName("xx"), "xx");
});
