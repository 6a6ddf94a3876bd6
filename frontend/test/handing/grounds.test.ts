/** A second person who has made a new key gets the words that she has to read; nobody else's words are touched. */
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Board, Handover } from "../../src/desk/handing/board.ts";
import { keepReadable } from "../../src/desk/handing/grounds.ts";
import { read, readGround, sealGround } from "../../src/desk/handing/notes.ts";
import { toldHash } from "../../src/handing/package.ts";
import { fromHex, random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import { read as vectors } from "../vectors.ts";

const [kim, sam] = vectors("packages-python").packages.map((pair: Record<string, string>) => ({
  publicKey: pair.public,
  privateKey: fromHex(pair.private ?? ""),
}));
const WORDS = { lines: ["He has a knife"], salt: toBase64url(random(32)), why: "She says so" };

/** A danger that Kim saw, of which her page hears again and again; `posted` is what it sends. */
async function danger(changes: Partial<Handover> = {}, answers: number[] = []) {
  const bound = { reference: toHex(random(16)), receiver: "Police", basis: "danger" as const };
  const { "1": sealed } = await sealGround(WORDS, { "1": kim.publicKey }, bound.reference);
  const told_hash = await toldHash(WORDS, bound);
  const readers = { "1": kim.publicKey, "2": sam.publicKey };
  const handover = { ...bound, told_hash, notes: [{ is_ground: true, sealed, at: 1 }], readers, ...changes };
  const listeners: (() => void)[] = [];
  const posted: { address: string; body: { sealed: Record<string, string>; ground_hash: string } }[] = [];
  let looksAgain = (): void => {};
  const refreshed = new Promise<void>((resolve) => (looksAgain = resolve));
  const board = {
    handovers: [handover],
    onChange: (listener: () => void) => listeners.push(listener),
    refresh: async () => looksAgain(),
    server: { post: async (address: string, body: never) => (posted.push({ address, body }), { status: answers.shift() ?? 200, content: {} }) },
  } as unknown as Board;
  keepReadable(board, kim.privateKey);
  for (const listener of listeners) listener();
  return { handover, posted, refreshed };
}

test("the same words are sealed to her new key, and to their maker", async () => {
  const { handover, posted, refreshed } = await danger();
  await refreshed;
  const [{ address, body }] = posted as [(typeof posted)[0]];
  assert.equal(address, `/desk/handovers/${handover.reference}/ground`);
  assert.equal(body.ground_hash, toBase64url(fromHex(handover.told_hash)));
  for (const [reader, { privateKey }] of Object.entries({ "1": kim, "2": sam }))
    assert.deepEqual(readGround(await read(body.sealed[reader] ?? "", privateKey, handover.reference)), WORDS);
});

test("nothing is sent while everybody has them, before they were written, and when they are other words", async () => {
  const quiet = [{ readers: {} }, { notes: [] }, { told_hash: "00".repeat(32) }];
  const posts = await Promise.all(quiet.map(async (changes) => (await danger(changes)).posted));
  await danger().then(({ refreshed }) => refreshed); // one that is sent, begun last, has come by now
  assert.deepEqual(posts, [[], [], []]);
});

test("when nobody answered, the same is sent again a moment later", { timeout: 20_000 }, async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { posted, refreshed } = await danger({}, [0, 503]);
  for (const times of [1, 2, 3]) {
    while (posted.length < times) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(posted.length, times);
    context.mock.timers.tick(5_000);
  }
  await refreshed;
  assert.deepEqual(posted.map(({ body }) => body.ground_hash), Array(3).fill(posted[0]!.body.ground_hash));
});
