/** What is handed over opens for its receiver only, and shows that it is what was agreed to; in both languages. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { agreedHash, fingerprint, groundHash } from "../../src/sealing/agreed.ts";
import { fromBase64url, fromHex, toHex } from "../../src/sealing/bytes.ts";
import { openNote, openPackage, sealPackage } from "../../src/sealing/package.ts";
import { read, unhex } from "../vectors.ts";

for (const language of ["python", "typescript"])
  test(`packages made in ${language} open here`, async () => {
    for (const one of read(`packages-${language}`).packages) {
      const [reference, salt, privateKey, sealed, note] = unhex(one, "reference", "salt", "private", "sealed", "note") as [
        Uint8Array<ArrayBuffer>,
        Uint8Array<ArrayBuffer>,
        Uint8Array<ArrayBuffer>,
        Uint8Array<ArrayBuffer>,
        Uint8Array<ArrayBuffer>,
      ];
      assert.equal(toHex(await openPackage(sealed, privateKey, reference)), one.content);
      assert.equal(toHex(await openNote(note, privateKey, reference)), one.content);
      assert.equal(await agreedHash(reference, salt, one.receiver, one.lines), one.agreed_hash);
      const [why = ""] = one.lines;
      assert.equal(await groundHash(reference, salt, one.receiver, why, one.lines), one.ground_hash);
      assert.equal(await fingerprint(one.public), one.fingerprint);
      await assert.rejects(openPackage(note, privateKey, reference), { reason: "forged" });
    }
  });

test("what is too long is refused before it is sent", async () => {
  const [one] = read("packages-python").packages;
  const much = new Uint8Array(8_105);
  await assert.rejects(sealPackage(much, fromBase64url(one.public), fromHex(one.reference)), { reason: "too_long" });
});
