import assert from "node:assert/strict";
import { test } from "node:test";

import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";

import { type Bytes, equal, fromHex, toHex } from "../../src/sealing/bytes.ts";
import { type Binding, openKey, sealKey } from "../../src/sealing/hpke.ts";
import { read, unhex } from "../vectors.ts";

const [vector] = read("keys-python").keys;
const [privateKey, publicKey, key, conversation] = unhex(vector, "private", "public", "key", "conversation") as [
  Bytes,
  Bytes,
  Bytes,
  Bytes,
];
const binding: Binding = { purpose: "conversation-key/team", conversation, epoch: 7 };

test("the suite is that of the RFC", async () => {
  const rfc = read("rfc9180");
  const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);
  const receiver = await suite.DeserializePrivateKey(fromHex(rfc.private));
  const context = await suite.SetupRecipient(receiver, fromHex(rfc.encapsulated), { info: fromHex(rfc.info) });
  for (const { additional_data, ciphertext } of rfc.encryptions)
    assert.equal(toHex(await context.Open(fromHex(ciphertext), fromHex(additional_data))), rfc.plaintext);
});

for (const language of ["python", "typescript"])
  test(`keys sealed in ${language} open`, async () => {
    const { keys } = read(`keys-${language}`);
    assert.equal(keys.length, 8);
    for (const { purpose, epoch, ...rest } of keys) {
      const [mine, sealed, bound] = unhex(rest, "private", "sealed", "conversation") as [Bytes, Bytes, Bytes];
      assert.equal(toHex(await openKey(sealed, mine, { purpose, conversation: bound, epoch })), rest.key);
    }
  });

test("what is sealed opens, and no two seals are alike", async () => {
  const one = await sealKey(key, publicKey, binding);
  const other = await sealKey(key, publicKey, binding);
  assert.equal(one.length, 114);
  assert.ok(!equal(one, other));
  assert.deepEqual(await openKey(one, privateKey, binding), key);
});

test("it opens for no other purpose, conversation or epoch, and with no other key", async () => {
  const sealed = await sealKey(key, publicKey, binding);
  const another = fromHex(read("keys-python").keys[1].private);
  const forged = { reason: "forged" };
  await assert.rejects(openKey(sealed, privateKey, { ...binding, purpose: "conversation-key/staff" }), forged);
  await assert.rejects(openKey(sealed, privateKey, { ...binding, conversation: new Uint8Array(16) }), forged);
  await assert.rejects(openKey(sealed, privateKey, { ...binding, epoch: 8 }), forged);
  await assert.rejects(openKey(sealed, another, binding), forged);
});

test("a changed or cut key and another suite are refused", async () => {
  const sealed = await sealKey(key, publicKey, binding);
  for (const place of [1, 5, 66, 113]) {
    const changed = Uint8Array.from(sealed, (byte, at) => (at === place ? byte ^ 1 : byte));
    await assert.rejects(openKey(changed, privateKey, binding), { reason: "forged" });
    await assert.rejects(openKey(sealed.slice(0, place), privateKey, binding), { reason: "forged" });
  }
  await assert.rejects(openKey(Uint8Array.of(2), privateKey, binding), { reason: "unknown_suite" });
  await assert.rejects(openKey(new Uint8Array(0), privateKey, binding), { reason: "unknown_suite" });
});
