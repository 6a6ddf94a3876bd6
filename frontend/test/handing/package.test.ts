/** A package opens as it was sealed, and other words than those that were agreed to are found out. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { mayBeTold, open, seal, toldHash } from "../../src/handing/package.ts";
import { agreedHash } from "../../src/sealing/agreed.ts";
import { fromBase64url, fromHex } from "../../src/sealing/bytes.ts";
import { read } from "../vectors.ts";

const [{ public: publicKey, private: privateKey }] = read("packages-python").packages;
const reference = "cd".repeat(16);
const content = { lines: ["I am sixteen.", "é 😀"], salt: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", why: "" };
const hash = (receiver: string): Promise<string> =>
  agreedHash(fromHex(reference), fromBase64url(content.salt), receiver, content.lines);

test("what is sealed opens for its receiver", async () => {
  const sealed = await seal(content, publicKey, reference);
  assert.deepEqual(await open(sealed, fromHex(privateKey), reference), content);
  await assert.rejects(open(sealed, fromHex(privateKey), "ef".repeat(16)), { reason: "forged" });
});

test("other words, another order, another receiver or no salt are not what was agreed", async () => {
  const agreed = { reference, receiver: "Zorg", basis: "consent" as const, told_hash: await hash("Zorg") };
  assert.equal(await mayBeTold(content, agreed), true);
  const others = [
    { ...content, lines: ["I am sixteen."] },
    { ...content, lines: [...content.lines].reverse() },
    { ...content, lines: [...content.lines, ""] },
    { ...content, salt: "" },
  ];
  for (const other of others) assert.equal(await mayBeTold(other, agreed), false);
  assert.equal(await mayBeTold(content, { ...agreed, receiver: "Zorg!" }), false);
  assert.equal(await mayBeTold(content, { ...agreed, reference: "ef".repeat(16) }), false);
  assert.equal(await mayBeTold(content, { ...agreed, told_hash: "" }), false);
});

test("without consent other words, another ground or what was agreed are not what was confirmed", async () => {
  const ground = { ...content, why: "She said that he has a knife." };
  const bound = { reference, receiver: "Zorg", basis: "danger" as const };
  const confirmed = { ...bound, told_hash: await toldHash(ground, bound) };
  assert.equal(await mayBeTold(ground, confirmed), true);
  const others = [content, { ...ground, lines: [] }, { ...ground, why: "" }, { ...ground, salt: "" }];
  for (const other of others) assert.equal(await mayBeTold(other, confirmed), false);
  assert.equal(await mayBeTold(ground, { ...confirmed, basis: "consent" }), false);
  assert.equal(await mayBeTold(ground, { ...confirmed, told_hash: "" }), false);
});
