import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64url, random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, VISITOR, digest, readMessage, writeMessage } from "../../src/sealing/envelope.ts";
import { LONGEST_PHOTO, openPhoto, sealPhoto } from "../../src/sealing/photo.ts";
import { read, unhex } from "../vectors.ts";

const table = read("photos-python");
const [key, id, name] = unhex(table, "key", "conversation", "photo") as [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>];

test("both languages seal the same bytes, and they open again", async () => {
  assert.equal(table.photos.length, 6);
  for (const { bytes, sealed_bytes, sha256 } of table.photos) {
    const jpeg = new Uint8Array(bytes).fill(0xd8);
    const { sealed } = await sealPhoto(jpeg, key, id, name);
    assert.equal(sealed.length, sealed_bytes);
    assert.equal(toHex(await digest(sealed)), sha256);
    assert.deepEqual(await openPhoto(sealed, key, id, name), jpeg);
  }
});

test("the longest photo has a spelling for JSON", async () => {
  const { sealed } = await sealPhoto(new Uint8Array(LONGEST_PHOTO), key, id, name);
  assert.deepEqual(fromBase64url(toBase64url(sealed)), sealed);
});

test("each photo has a name of its own, and opens under no other", async () => {
  const jpeg = random(100);
  const [one, two] = [await sealPhoto(jpeg, key, id), await sealPhoto(jpeg, key, id)];
  assert.notDeepEqual(one.photo, two.photo);
  assert.notDeepEqual(one.sealed.slice(1, 60), two.sealed.slice(1, 60));
  await assert.rejects(openPhoto(one.sealed, key, id, two.photo), { reason: "forged" });
  await assert.rejects(openPhoto(one.sealed, key, random(16), one.photo), { reason: "forged" });
  await assert.rejects(openPhoto(one.sealed, random(32), id, one.photo), { reason: "forged" });
});

test("what is not what it should be is refused by its name", async () => {
  const { sealed } = await sealPhoto(random(100), key, id, name);
  const changed = (place: number, value: number) => sealed.map((byte, at) => (at === place ? value : byte));
  const table: [Uint8Array<ArrayBuffer>, string][] = [
    [sealed.slice(1), "bad_bucket"],
    [new Uint8Array(LONGEST_PHOTO + 100), "too_long"],
    [changed(0, 2), "unknown_version"],
    [changed(500, (sealed[500] as number) ^ 1), "forged"],
  ];
  for (const [tampered, reason] of table) await assert.rejects(openPhoto(tampered, key, id, name), { reason });
  await assert.rejects(sealPhoto(new Uint8Array(LONGEST_PHOTO + 1), key, id), { reason: "too_long" });
});

test("a message names a photo, or has no word about one", async () => {
  const photo = { id: "ab".repeat(16), bytes: 70_000 };
  const [vera, kim] = [new Conversation(id, key, VISITOR), new Conversation(id, key, COUNSELLOR)];
  const { message } = await kim.open(await vera.seal("Foto", 1, {}, {}, photo));
  assert.deepEqual(message.photo, photo);
  const plain = { text: "hello", sent_at: 1, ack: {}, about: {}, handover: {} };
  assert.ok(!new TextDecoder().decode(writeMessage(plain)).includes("photo"));
  assert.deepEqual(readMessage(writeMessage(plain)), plain);
});

test("a photo that is no name and number is refused", () => {
  const wrong = [1, null, [], {}, { id: "ab".repeat(16) }, { id: "../x", bytes: 1 }, { id: "AB".repeat(16), bytes: 1 }];
  for (const photo of [...wrong, { id: "ab".repeat(16), bytes: "1" }, { id: "ab".repeat(16), bytes: 1.5 }]) {
    const payload = new TextEncoder().encode(JSON.stringify({ text: "", sent_at: 1, ack: {}, photo }));
    assert.throws(() => readMessage(payload), { reason: "bad_payload" });
  }
});
