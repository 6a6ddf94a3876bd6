import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { random, toBase64url } from "../../src/sealing/bytes.ts";
import { solve } from "../../src/visitor/proof.ts";

for (const bits of [3, 4, 8, 14])
  test(`a proof of ${bits} bits is one for another implementation too`, async () => {
    const challenge = random(16);
    const proof = await solve(toBase64url(challenge), bits);
    assert.equal(proof.bits, bits);
    assert.equal(new Set(proof.counters).size, 8);
    assert.deepEqual([...proof.counters].sort((one, other) => one - other), proof.counters);
    for (const number of proof.counters) {
      const counter = Buffer.alloc(4);
      counter.writeUInt32BE(number);
      const digest = createHash("sha256").update(challenge).update(counter).digest();
      assert.ok(Math.clz32(digest.readUInt32BE(0)) >= bits - 3);
    }
  });

test("the page can do other things while it works", async () => {
  let others = 0;
  const timer = setInterval(() => (others += 1), 1);
  const began = performance.now();
  await solve(toBase64url(new Uint8Array(16)), 15);
  clearInterval(timer);
  assert.ok(performance.now() - began < 25 || others > 0);
});
