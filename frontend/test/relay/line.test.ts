import assert from "node:assert/strict";
import { test } from "node:test";

import { type Line, type SocketEvents, openLine } from "../../src/relay/line.ts";
import { World } from "./simulation.ts";

const SECOND = 1_000;

/** A line whose sockets the test opens, closes and lets speak. */
function lineIn(world: World): { line: Line; sockets: SocketEvents[]; sent: unknown[]; told: unknown[] } {
  const [sockets, sent, told]: [SocketEvents[], unknown[], unknown[]] = [[], [], []];
  const connect = (events: SocketEvents) => {
    sockets.push(events);
    return { send: (data: unknown) => void sent.push(data), close() {} };
  };
  const events = {
    opened: () => void told.push("opened"),
    received: (data: unknown) => void told.push(data),
    closed: (code?: number) => void told.push(["closed", code]),
  };
  return { line: openLine(connect, world, events), sockets, sent, told };
}

const last = (sockets: SocketEvents[]): SocketEvents => sockets.at(-1) as SocketEvents;

test("the pause between attempts grows, and never beyond ten seconds", () => {
  const world = new World();
  const { sockets } = lineIn(world);
  const moments = [];
  while (moments.length < 12) {
    const before = sockets.length;
    const began = world.now;
    last(sockets).closed();
    while (sockets.length === before) world.pass(10);
    moments.push(world.now - began);
  }
  assert.ok(Math.max(...moments.slice(0, 2)) <= 2 * SECOND + 10);
  assert.ok(Math.min(...moments.slice(-4)) >= 5 * SECOND - 10);
  assert.ok(Math.max(...moments) <= 10 * SECOND + 10);
});

test("waking tries at once", () => {
  const world = new World();
  const { line, sockets } = lineIn(world);
  for (let attempt = 0; attempt < 6; attempt++) {
    last(sockets).closed();
    world.pass(11 * SECOND);
  }
  last(sockets).closed();
  const before = sockets.length;
  line.wake();
  assert.equal(sockets.length, before + 1);
});

test("a line that falls silent is made anew; one that answers stays", () => {
  const world = new World();
  const { sockets, sent, told } = lineIn(world);
  last(sockets).opened();
  for (let minute = 0; minute < 5; minute++) {
    world.pass(20 * SECOND);
    last(sockets).received("pong");
  }
  assert.equal(sockets.length, 1);
  assert.deepEqual(sent, Array(5).fill('{"do":"ping"}'));
  world.pass(40 * SECOND);
  assert.ok(sockets.length > 1);
  assert.deepEqual(told.filter((what) => what !== "pong"), ["opened", ["closed", undefined]]);
});

test("nothing comes through from a socket that was given up", () => {
  const world = new World();
  const { line, sockets, told } = lineIn(world);
  const first = last(sockets);
  first.opened();
  line.restart();
  world.pass(2 * SECOND);
  last(sockets).opened();
  first.received("late");
  first.closed();
  assert.deepEqual(told, ["opened", ["closed", undefined], "opened"]);
});

test("a line that never opened is told of once, as one that was lost", () => {
  const world = new World();
  const { sockets, told } = lineIn(world);
  for (let attempt = 0; attempt < 3; attempt++) {
    last(sockets).closed();
    world.pass(11 * SECOND);
  }
  assert.deepEqual(told, [["closed", undefined]]);
  last(sockets).opened();
  last(sockets).closed();
  assert.deepEqual(told, [["closed", undefined], "opened", ["closed", undefined]]);
});

test("a line that was stopped stays away", () => {
  const world = new World();
  const { line, sockets, told } = lineIn(world);
  last(sockets).opened();
  line.stop();
  line.wake();
  world.pass(60 * SECOND);
  assert.equal(sockets.length, 1);
  assert.deepEqual(told, ["opened"]);
});

test("the code of a close is passed on", () => {
  const { sockets, told } = lineIn(new World());
  last(sockets).opened();
  last(sockets).closed(4401);
  assert.deepEqual(told, ["opened", ["closed", 4401]]);
});
