import assert from "node:assert/strict";
import { test } from "node:test";

import { type Bytes, concat, random } from "../../src/sealing/bytes.ts";
import { makeKeyPair, openKey, sealKey, NO_CONVERSATION } from "../../src/sealing/hpke.ts";
import { checkPair, keyNumber } from "../../src/sealing/key_pair.ts";

test("the number of a key is the same wherever it is worked out", async () => {
  // In Python: int.from_bytes(sha256(b"zichtbaar/1/key-number\0" + key).digest()[:16], "big") % 10**25
  const key: Bytes = concat(Uint8Array.of(4), Uint8Array.from({ length: 64 }, (_, place) => place));
  assert.equal(await keyNumber(key), "99898 66712 48367 64513 56213");
});

test("another key has another number, of the same length", async () => {
  const numbers = await Promise.all(Array.from({ length: 50 }, () => keyNumber(random(65))));
  assert.equal(new Set(numbers).size, 50);
  for (const number of numbers) assert.match(number, /^(\d{5} ){4}\d{5}$/);
});

test("a pair that is made here opens what is sealed to it", async () => {
  const { privateKey, publicKey } = await makeKeyPair();
  assert.deepEqual([privateKey.length, publicKey.length, publicKey[0]], [32, 65, 4]);
  const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch: 3 } as const;
  const key = random(32);
  assert.deepEqual(await openKey(await sealKey(key, publicKey, binding), privateKey, binding), key);
});

test("a public key that is not ours is noticed", async () => {
  const [ours, others] = [await makeKeyPair(), await makeKeyPair()];
  await checkPair(ours.publicKey, ours.privateKey);
  await assert.rejects(checkPair(others.publicKey, ours.privateKey), { reason: "forged" });
});
