import assert from "node:assert/strict";
import { test } from "node:test";

import { type Bytes, toHex } from "../../src/sealing/bytes.ts";
import { derive, normalised, unwrapKey } from "../../src/sealing/return_code.ts";
import { read, unhex } from "../vectors.ts";

for (const file of ["return-codes-python", "return-codes-typescript"])
  for (const { code, memory, passes, ...rest } of read(file).codes)
    test(`${file}: with ${memory} KiB a code gives the same everywhere: ${JSON.stringify(code)}`, async () => {
      assert.equal(normalised(code), rest.normalised);
      const [salt, wrap, conversation] = unhex(rest, "salt", "wrap", "conversation") as [Bytes, Bytes, Bytes];
      const { lookup, token, key } = await derive(code, salt, { memory, passes });
      assert.deepEqual([lookup, token, key].map(toHex), [rest.lookup, rest.token, rest.key]);
      assert.equal(toHex(await unwrapKey(wrap, key, conversation)), rest.conversation_key);
    });

test("a wrap opens with its own code and for its own conversation only", async () => {
  const [first] = read("return-codes-python").codes;
  const [wrap, key, conversation] = unhex(first, "wrap", "key", "conversation") as [Bytes, Bytes, Bytes];
  await assert.rejects(unwrapKey(wrap, new Uint8Array(32), conversation), { reason: "forged" });
  await assert.rejects(unwrapKey(wrap, key, new Uint8Array(16)), { reason: "forged" });
  await assert.rejects(unwrapKey(wrap.slice(0, 30), key, conversation), { reason: "forged" });
  await assert.rejects(unwrapKey(new Uint8Array(61), key, conversation), { reason: "unknown_version" });
});
