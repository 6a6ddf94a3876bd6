import assert from "node:assert/strict";
import { test } from "node:test";

import { openRelay } from "../../src/relay/relay.ts";
import { Person, textOf } from "./people.ts";
import { type Misbehaviour, Server, World } from "./simulation.ts";

const MINUTE = 60_000;
const GOOD: Misbehaviour = { breaks: 0, drops: 0, doubles: 0, refuses: 0 };

function talk(seed: number, wires: Misbehaviour, count = 12): { world: World; server: Server; people: Person[] } {
  const world = new World(seed);
  const server = new Server(world, wires);
  const lines = (name: string): string[] => Array.from({ length: count }, (_, number) => `${name} ${number}`);
  const people = ["vera", "kim"].map((name) => new Person(world, server, lines(name)));
  return { world, server, people };
}

/** Both hold what the journal holds, in its order, each thing once; and all that was to be said is in it once. */
function assertNothingLostOrDoubled(server: Server, people: Person[], count = 12): void {
  const journal = server.journal.map(textOf);
  for (const person of people) {
    assert.deepEqual(person.held, journal);
    assert.deepEqual(person.toSay, []);
  }
  assert.equal(new Set(journal).size, 2 * count);
  assert.equal(journal.length, 2 * count);
}

test("over a good line everything arrives once and in order", () => {
  const { world, server, people } = talk(1, GOOD);
  world.pass(MINUTE);
  assertNothingLostOrDoubled(server, people);
});

for (const [what, wires] of Object.entries({
  "connections break": { ...GOOD, breaks: 0.1 },
  "frames are lost": { ...GOOD, drops: 0.1 },
  "frames come twice": { ...GOOD, doubles: 0.3 },
  "the server refuses some": { ...GOOD, refuses: 0.2 },
  "everything at once": { breaks: 0.05, drops: 0.05, doubles: 0.1, refuses: 0.1 },
}))
  test(`nothing is lost or doubled when ${what}`, () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { world, server, people } = talk(seed, wires);
      for (let minutes = 0; minutes < 60 && people.some(({ toSay }) => toSay.length); minutes++) world.pass(MINUTE);
      // What was dropped at the very end shows only when the line is made anew.
      server.wires = GOOD;
      for (const end of [true, false]) {
        server.down = end;
        server.hangUp();
        world.pass(MINUTE);
      }
      assertNothingLostOrDoubled(server, people);
    }
  });

test("what is said while the server is away is sent once when it is back", () => {
  const { world, server, people } = talk(3, GOOD, 1);
  server.down = true;
  world.pass(5 * MINUTE);
  assert.deepEqual(server.journal, []);
  server.down = false;
  world.pass(MINUTE / 3);
  assertNothingLostOrDoubled(server, people, 1);
});

test("a resend is byte-identical", () => {
  const { world, server, people } = talk(5, { ...GOOD, breaks: 0.3 });
  const seen = new Map<string, string>();
  server.onEnvelope = (place, envelope) => {
    const key = JSON.stringify(place);
    assert.equal(seen.get(key) ?? envelope.toString(), envelope.toString());
    seen.set(key, envelope.toString());
  };
  for (let minutes = 0; minutes < 60 && people.some(({ toSay }) => toSay.length); minutes++) world.pass(MINUTE);
  assert.equal(seen.size, server.journal.length);
});

test("a conversation that was put away is followed no more, also over a new line", () => {
  const world = new World();
  const sent: string[] = [];
  let hangUp = (): void => {};
  const nothing = (): void => {};
  const relay = openRelay(
    (events) => {
      world.after(1, () => events.opened());
      hangUp = () => events.closed();
      return { send: (frame) => sent.push(String(frame)), close: nothing };
    },
    world,
    { connected: nothing, disconnected: nothing, notAllowed: nothing },
  );
  const channelEvents = { delivered: nothing, acknowledged: nothing, refused: nothing, changed: nothing, moved: nothing, signed: nothing };
  const asked = (): string[] => sent.splice(0).map((frame) => `${JSON.parse(frame).do} ${JSON.parse(frame).conversation}`);
  const follow = (conversation: string): unknown => relay.enter({ do: "follow", conversation }, channelEvents);

  world.pass(10);
  for (const conversation of ["first", "second", "third"]) follow(conversation);
  relay.leave("first");
  assert.deepEqual(asked(), ["follow first", "follow second", "follow third", "unfollow first"]);
  hangUp();
  relay.leave("second");
  assert.deepEqual(asked(), []);
  world.pass(1_000);
  assert.deepEqual(asked(), ["follow third"]);
});
