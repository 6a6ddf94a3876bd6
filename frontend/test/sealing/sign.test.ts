import assert from "node:assert/strict";
import { test } from "node:test";

import { type Bytes, fromHex, random, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, PARTNER, VISITOR } from "../../src/sealing/envelope.ts";
import { type Sign, Signs } from "../../src/sealing/sign.ts";
import { read, unhex } from "../vectors.ts";

function sidesOf(vectors: Record<string, string>): [Signs, Signs] {
  const names = ["conversation", "key", "visitor", "counsellor"];
  const [id, key, vera, kim] = unhex(vectors, ...names) as [Bytes, Bytes, Bytes, Bytes];
  return [new Signs(id, key, VISITOR, vera), new Signs(id, key, COUNSELLOR, kim)];
}

for (const language of ["python", "typescript"]) {
  const table = read(`signs-${language}`);

  test(`signs that ${language} sealed, we seal to the same bytes and open`, async () => {
    const [vera, kim] = sidesOf(table);
    for (const [number, sign] of table.signs.entries()) {
      const sealed = await vera.seal(sign);
      assert.equal(toHex(sealed), table.sealed[number]);
      assert.deepEqual(await kim.open(sealed), sign);
    }
  });

  for (const { what, signs, reason } of table.cases)
    test(`tampering with signs by ${language}: ${what}`, async () => {
      const [, kim] = sidesOf(table);
      for (const sign of signs.slice(0, -1)) await kim.open(fromHex(sign));
      await assert.rejects(kim.open(fromHex(signs.at(-1))), { reason });
    });
}

test("what a later version adds to a sign is skipped", async () => {
  const table = read("signs-python");
  const [, kim] = sidesOf(table);
  assert.deepEqual(await kim.open(fromHex(table.newer)), { seen: {}, writing: false, asks: true });
});

test("a sign of who was let in is opened by both others, and not by himself", async () => {
  const [id, key] = [random(16), random(32)];
  const piet = new Signs(id, key, PARTNER);
  const sealed = await piet.seal({ seen: {}, writing: true, asks: false });
  for (const role of [VISITOR, COUNSELLOR] as const) assert.ok((await new Signs(id, key, role).open(sealed)).writing);
  await assert.rejects(piet.open(sealed), { reason: "reflected" });
});

test("a sign is never taken for an envelope", async () => {
  const [id, key] = [random(16), random(32)];
  const sign: Sign = { seen: {}, writing: true, asks: false };
  const kim = new Conversation(id, key, COUNSELLOR);
  await assert.rejects(kim.open(await new Signs(id, key, VISITOR).seal(sign)), { reason: "forged" });
  assert.deepEqual(await kim.signs.open(await new Conversation(id, key, VISITOR).signs.seal(sign)), sign);
});

test("five sessions do not fit in a sign", async () => {
  const seen = Object.fromEntries([1, 2, 3, 4, 5].map((digit) => [String(digit).repeat(32), [5000, 5000]]));
  const vera = new Signs(random(16), random(32), VISITOR);
  await assert.rejects(vera.seal({ seen, writing: true, asks: false } as Sign), { reason: "too_long" });
});
