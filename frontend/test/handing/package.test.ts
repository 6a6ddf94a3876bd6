/** A package opens as it was sealed, and other words than those that were agreed to are found out. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { isAgreed, open, seal } from "../../src/handing/package.ts";
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
  const agreed = await hash("Zorg");
  assert.equal(await isAgreed(content, "Zorg", reference, agreed), true);
  const others = [
    { ...content, lines: ["I am sixteen."] },
    { ...content, lines: [...content.lines].reverse() },
    { ...content, lines: [...content.lines, ""] },
    { ...content, salt: "" },
  ];
  for (const other of others) assert.equal(await isAgreed(other, "Zorg", reference, agreed), false);
  assert.equal(await isAgreed(content, "Zorg!", reference, agreed), false);
  assert.equal(await isAgreed(content, "Zorg", "ef".repeat(16), agreed), false);
});
