import assert from "node:assert/strict";
import { test } from "node:test";

import { putInUse } from "../../src/desk/new_recovery.ts";
import { random, toBase64url } from "../../src/sealing/bytes.ts";
import { makeKeyPair } from "../../src/sealing/hpke.ts";
import type { Server } from "../../src/staff/server.ts";

const NO_ANSWER = 0;
const BEFORE = "the key of before";

/** A server that keeps the key it is given while it answers to posts so; each look costs one of `looks`. */
function keeping(answers: { status: number; isStored: boolean }[], looks = 99): { server: Server; sent: string[] } {
  const sent: string[] = [];
  let public_key = BEFORE;
  const server = {
    get: async () => {
      looks -= 1;
      const content = { public_key, teams: [], conversations: [] };
      return looks >= 0 ? { status: 200, content } : { status: NO_ANSWER, content: {} };
    },
    post: async (_: string, body: { public_key: string }) => {
      const { status, isStored } = answers[sent.length]!;
      sent.push(body.public_key);
      if (isStored) public_key = body.public_key;
      return { status, content: {} };
    },
  };
  return { server: server as unknown as Server, sent };
}

const stored = { status: 204, isStored: true };
const lost = { status: NO_ANSWER, isStored: true };
const neverCame = { status: NO_ANSWER, isStored: false };

test("a key that is in use although the answer was lost is called done, and is not sent again", async () => {
  const { publicKey } = await makeKeyPair();
  for (const answer of [stored, lost, { status: 502, isStored: true }]) {
    const { server, sent } = keeping([answer]);
    assert.equal(await putInUse(server, random(32), publicKey, BEFORE), "done");
    assert.deepEqual(sent, [toBase64url(publicKey)]);
  }
});

test("while nobody can tell, it says so, and pressing again tells", async () => {
  const { publicKey } = await makeKeyPair();
  const { server } = keeping([lost], 1);
  assert.equal(await putInUse(server, random(32), publicKey, BEFORE), "unknown");
  const late = keeping([neverCame, stored]);
  assert.equal(await putInUse(late.server, random(32), publicKey, BEFORE), "unknown", "the request may still be on its way");
  assert.equal(await putInUse(late.server, random(32), publicKey, BEFORE), "done");
  assert.equal(late.sent.length, 2);
});

test("only what was refused, or never sent, is called unchanged", async () => {
  const { publicKey } = await makeKeyPair();
  for (const status of [400, 403, 404, 413]) {
    assert.equal(await putInUse(keeping([{ status, isStored: false }]).server, random(32), publicKey, BEFORE), "failed");
  }
  assert.equal(await putInUse(keeping([], 0).server, random(32), publicKey, BEFORE), "failed");
  const busy = keeping(Array(5).fill({ status: 409, isStored: false }));
  assert.equal(await putInUse(busy.server, random(32), publicKey, BEFORE), "failed");
  assert.equal(busy.sent.length, 5);
});

test("when a colleague put another key in use meanwhile, nothing is sent, and it is said", async () => {
  const { publicKey } = await makeKeyPair();
  const { server, sent } = keeping([]);
  assert.equal(await putInUse(server, random(32), publicKey, "the key before that"), "replaced");
  assert.deepEqual(sent, []);
});
