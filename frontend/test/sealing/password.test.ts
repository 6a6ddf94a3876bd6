import assert from "node:assert/strict";
import { test } from "node:test";

import { type Bytes, toHex } from "../../src/sealing/bytes.ts";
import { closeSlot, openSlot, splitPassword } from "../../src/sealing/password.ts";
import { read, unhex } from "../vectors.ts";

for (const { password, memory, passes, ...rest } of read("passwords-python").passwords)
  test(`a password with ${memory} KiB and ${passes} passes gives what Python says: ${password}`, async () => {
    const [salt, slot] = unhex(rest, "salt", "slot") as [Bytes, Bytes];
    const steps: number[] = [];
    const { auth, kek } = await splitPassword(password, salt, { memory, passes }, (done) => steps.push(done));
    assert.deepEqual([toHex(auth), toHex(kek)], [rest.auth, rest.kek]);
    assert.equal(toHex(await openSlot(slot, kek)), rest.private);
    assert.equal(steps.at(-1), 1);
  });

test("a slot closed here opens here, and no two are alike", async () => {
  const [privateKey, kek] = [new Uint8Array(32).fill(7), new Uint8Array(32).fill(9)];
  const [one, other] = [await closeSlot(privateKey, kek), await closeSlot(privateKey, kek)];
  assert.deepEqual(await openSlot(one, kek), privateKey);
  assert.equal(one.length, 61);
  assert.notDeepEqual(one, other);
  await assert.rejects(openSlot(one, new Uint8Array(32)), { reason: "forged" });
});

test("a slot opens with its own key only", async () => {
  const [first] = read("passwords-python").passwords;
  const [slot, kek] = unhex(first, "slot", "kek") as [Bytes, Bytes];
  await assert.rejects(openSlot(slot, new Uint8Array(32)), { reason: "forged" });
  await assert.rejects(openSlot(slot.slice(0, 20), kek), { reason: "forged" });
  await assert.rejects(openSlot(new Uint8Array(60), kek), { reason: "unknown_version" });
});
