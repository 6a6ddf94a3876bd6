import assert from "node:assert/strict";
import { test } from "node:test";

import { type Bytes, fromHex, random, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, VISITOR, pad, readHeader, unpad } from "../../src/sealing/envelope.ts";
import { read, unhex } from "../vectors.ts";

async function endsOf(vectors: Record<string, string>): Promise<[Conversation, Conversation]> {
  const names = ["conversation", "key", "visitor", "counsellor"];
  const [id, key, vera, kim] = unhex(vectors, ...names) as [Bytes, Bytes, Bytes, Bytes];
  const ends: [Conversation, Conversation] = [new Conversation(id, key, VISITOR), new Conversation(id, key, COUNSELLOR)];
  await ends[0].beginSession(vera);
  await ends[1].beginSession(kim);
  return ends;
}

function sides(): [Conversation, Conversation] {
  const [id, key] = [random(16), random(32)];
  return [new Conversation(id, key, VISITOR), new Conversation(id, key, COUNSELLOR)];
}

for (const language of ["python", "typescript"]) {
  test(`what ${language} sealed, we seal to the same bytes and open`, async () => {
    const talk = read(`talk-${language}`);
    const [vera, kim] = await endsOf(talk);
    for (const [number, { role, text }] of talk.lines.entries()) {
      const [speaker, listener] = role === VISITOR ? [vera, kim] : [kim, vera];
      const envelope = await speaker.seal(text, talk.first_sent_at + number);
      assert.equal(toHex(envelope), talk.envelopes[number]);
      const { message } = await listener.open(envelope);
      assert.deepEqual([message.text, message.sent_at], [text, talk.first_sent_at + number]);
    }
  });

  const table = read(`tampering-${language}`);
  for (const { what, envelopes, reason } of table.cases)
    test(`tampering by ${language}: ${what}`, async () => {
      const [, kim] = await endsOf(table);
      const bad = envelopes.at(-1);
      for (const envelope of envelopes.slice(0, -1)) await kim.open(fromHex(envelope));
      await assert.rejects(kim.open(fromHex(bad)), { reason });
    });
}

test("a refused envelope changes nothing", async () => {
  const [vera, kim] = sides();
  const one = await vera.seal("one", 1);
  const two = await vera.seal("two", 2);
  await assert.rejects(kim.open(two), { reason: "out_of_sequence" });
  assert.equal((await kim.open(one)).message.text, "one");
  assert.equal((await kim.open(two)).message.text, "two");
});

test("a new session starts anew, and what the former one sent is still known as our own", async () => {
  const [vera, kim] = sides();
  const before = await vera.seal("before", 1);
  await vera.beginSession();
  const after = await vera.seal("after", 2);
  assert.equal(readHeader(after).sequence, 1);
  await kim.open(before);
  assert.equal((await kim.open(after)).message.text, "after");
  for (const own of [before, after]) await assert.rejects(vera.open(own), { reason: "reflected" });
});

test("ack tells how far the other side has read", async () => {
  const [vera, kim] = sides();
  await vera.beginSession();
  const sent = [await vera.seal("one", 1), await vera.seal("two", 2), await vera.seal("lost", 3)];
  for (const envelope of sent.slice(0, 2)) await kim.open(envelope);
  const { message } = await vera.open(await kim.seal("yes?", 4));
  assert.deepEqual(message.ack, { [toHex(readHeader(sent[0] as Bytes).session)]: 2 });
});

test("a text that fits in no envelope is refused and uses up no sequence", async () => {
  const [vera] = sides();
  await assert.rejects(vera.seal("x".repeat(9000), 1), { reason: "too_long" });
  assert.equal(readHeader(await vera.seal("x", 1)).sequence, 1);
});

test("padding can be undone at every length around the buckets", () => {
  for (const length of [0, 1, 254, 255, 256, 511, 512, 1023, 4095, 4096, 8104]) {
    const payload = random(Math.max(length, 1)).slice(0, length);
    assert.deepEqual(unpad(pad(payload)), payload);
  }
});
