import assert from "node:assert/strict";
import { test } from "node:test";

import { openRelay } from "../../src/relay/relay.ts";
import { random, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, type Role, VISITOR } from "../../src/sealing/envelope.ts";
import { type Say, openTalk } from "../../src/talk/talk.ts";
import { type Misbehaviour, Server, World } from "../relay/simulation.ts";

const GOOD: Misbehaviour = { breaks: 0, drops: 0, doubles: 0, refuses: 0 };
const ID = new Uint8Array(16).fill(7);

interface Side {
  say: Say;
  heard: string[];
  doubts: boolean[];
}

function side(world: World, server: Server, key: Uint8Array<ArrayBuffer>, role: Role): Side {
  const [heard, doubts]: [string[], boolean[]] = [[], []];
  const nothing = (): void => {};
  const relay = openRelay(server.connect, world, { connected: nothing, disconnected: nothing, notAllowed: nothing });
  const entry = { do: "join", conversation: toHex(ID), token: "" } as const;
  const say = openTalk(relay, entry, new Conversation(ID, key, role), {
    said: ({ text, byUs }) => heard.push(byUs ? `we: ${text}` : `they: ${text}`),
    unreadable: () => heard.push("unreadable"),
    doubt: (isDoubtful) => doubts.push(isDoubtful),
    changed: nothing,
    moved: nothing,
  });
  return { say, heard, doubts };
}

/** Let the world's time pass while the cryptography, which has a time of its own, gets its turns. */
async function pass(world: World, seconds: number): Promise<void> {
  for (let step = 0; step < seconds * 4; step++) {
    world.pass(250);
    await new Promise(setImmediate);
  }
}

async function talk(wires: Misbehaviour = GOOD): Promise<{ world: World; server: Server; vera: Side; kim: Side }> {
  const world = new World(11);
  const server = new Server(world, wires);
  const key = random(32);
  const [vera, kim] = [side(world, server, key, VISITOR), side(world, server, key, COUNSELLOR)];
  await pass(world, 2);
  return { world, server, vera, kim };
}

test("what one says both have, in the same order, sealed on the way", async () => {
  const { world, server, vera, kim } = await talk();
  const answers = [vera.say("is it secret?")];
  await pass(world, 2);
  answers.push(kim.say("it is"));
  await pass(world, 2);
  assert.deepEqual(await Promise.all(answers), [undefined, undefined]);
  assert.deepEqual(vera.heard, ["we: is it secret?", "they: it is"]);
  assert.deepEqual(kim.heard, ["they: is it secret?", "we: it is"]);
  assert.ok(server.journal.every((envelope) => !Buffer.from(envelope).includes("secret")));
  assert.deepEqual([vera.doubts, kim.doubts], [[false], [false]]);
});

test("a refused text can be said again, in a new session", async () => {
  const { world, server, vera, kim } = await talk();
  server.wires = { ...GOOD, refuses: 1 };
  const refused = vera.say("too soon");
  await pass(world, 2);
  assert.equal(await refused, "too_fast");
  server.wires = GOOD;
  void vera.say("too soon");
  await pass(world, 2);
  assert.deepEqual(kim.heard, ["they: too soon"]);
});

test("a text that is too long is refused before it is sent", async () => {
  const { world, vera } = await talk();
  const refused = vera.say("x".repeat(9_000));
  await pass(world, 1);
  assert.equal(await refused, "too_long");
});

test("an envelope that was tampered with is told and not shown", async () => {
  const { world, server, vera, kim } = await talk();
  const original = server.tamper;
  server.tamper = (envelope) => Uint8Array.from(envelope, (byte, place) => (place === 100 ? byte ^ 1 : byte));
  void vera.say("pay me");
  await pass(world, 2);
  server.tamper = original;
  assert.deepEqual(kim.heard, ["unreadable"]);
});

test("a message that the server holds back is doubted once the other side has gone on without it", async () => {
  const { world, server, vera, kim } = await talk();
  for (const text of ["one", "two"]) {
    void kim.say(text);
    await pass(world, 2);
    if (text === "one") {
      server.holdBack = true;
      void vera.say("swallowed");
      await pass(world, 2);
      server.holdBack = false;
    }
  }
  void kim.say("three");
  await pass(world, 2);
  assert.deepEqual(vera.doubts, [false, false, true]);
});
