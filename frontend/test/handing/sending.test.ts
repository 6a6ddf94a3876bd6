import assert from "node:assert/strict";
import { test } from "node:test";

import { type Content, toldHash } from "../../src/handing/package.ts";
import { random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import type { Board, Handover } from "../../src/desk/handing/board.ts";

/** What came onto the counsellor's disk. */
const downloads: string[] = [];

(globalThis as unknown as { document: object }).document = {
  querySelector: () => ({ dataset: { age: new URL("../../src/desk/handing/age.ts", import.meta.url).href } }),
  createElement: () => ({ append() {}, download: "", click() { downloads.push(this.download); } }),
};
URL.createObjectURL = () => "blob:";
URL.revokeObjectURL = () => {};

const { send } = await import("../../src/desk/handing/sending.ts");
const { generateX25519Identity, identityToRecipient } = await import("age-encryption");
const RECIPIENT = await identityToRecipient(await generateX25519Identity());

/** A board on a line that can fail: what the server knows is `state`, what the page knows is what it heard last. */
async function onALine() {
  const content: Content = { lines: ["She is seventeen"], salt: toBase64url(random(32)), why: "" };
  const bound = { reference: toHex(random(16)), receiver: "Shelter", basis: "consent" as const };
  const server = { state: "agreed", answers: true, isUp: true };
  const listeners = new Set<() => void>();
  const handover = { ...bound, route: "file", organisation: "shelter", told_hash: await toldHash(content, bound) };
  let heard = "agreed";
  const board = {
    words: (word: string) => `says ${word}`,
    choices: { receivers: [{ organisation: "shelter", keys: [{ key: "1", route: "file", public: RECIPIENT }] }] },
    loadChoices: async () => {},
    byReference: () => ({ ...handover, state: heard }),
    onChange: (listener: () => void) => (listeners.add(listener), () => listeners.delete(listener)),
    refresh: async () => {
      if (!server.isUp || heard === server.state) return;
      heard = server.state;
      for (const listener of listeners) listener();
    },
    server: {
      post: async () => {
        const isRefused = server.state !== "agreed";
        if (!isRefused) server.state = "sent";
        if (!server.answers) return { status: 0, content: { error: "no_connection" } };
        return isRefused ? { status: 409, content: { error: "not_now" } } : { status: 200, content: {} };
      },
    },
  } as unknown as Board;
  const press = () => send(board, handover as unknown as Handover, content);
  const files = () => downloads.filter((name) => name === `${bound.reference}.age`).length;
  return { server, board, press, files, listeners };
}

test("what was sent as a file is on the counsellor's disk, once", async () => {
  const { press, files, board } = await onALine();
  assert.equal(await press(), undefined);
  await board.refresh();
  assert.equal(files(), 1);
});

test("when the answer is lost and the list says that it was sent, the file is there", async () => {
  const { server, press, files } = await onALine();
  server.answers = false;
  assert.equal(await press(), undefined);
  assert.equal(files(), 1);
});

test("when the line is down altogether, the file comes as soon as the list does, and only once", async () => {
  const { server, board, press, files, listeners } = await onALine();
  Object.assign(server, { answers: false, isUp: false });
  assert.equal(await press(), "says no_connection");
  assert.equal(files(), 0);
  Object.assign(server, { answers: true, isUp: true });
  assert.equal(await press(), undefined);
  await board.refresh();
  assert.equal(files(), 1);
  assert.equal(listeners.size, 0);
});

test("of what was refused there is no file", async () => {
  const { server, press, files } = await onALine();
  server.state = "withdrawn";
  assert.equal(await press(), "says not_now");
  assert.equal(files(), 0);
});
