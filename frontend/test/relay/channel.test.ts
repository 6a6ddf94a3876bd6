import assert from "node:assert/strict";
import { test } from "node:test";

import { type Channel, openChannel } from "../../src/relay/channel.ts";
import { placeOf, readFrame } from "../../src/relay/frames.ts";
import { type Bytes, concat, random, uint32 } from "../../src/sealing/bytes.ts";
import { envelopeOf, textOf } from "./people.ts";
import { ackOf, refusalOf } from "./simulation.ts";

const delivery = (number: number, envelope: Bytes): ArrayBuffer =>
  concat(Uint8Array.of(2), uint32(0), uint32(number), uint32(1), uint32(2), envelope).buffer;

function channel(): { channel: Channel; sent: Bytes[]; told: unknown[] } {
  const [sent, told]: [Bytes[], unknown[]] = [[], []];
  const opened = openChannel((envelope) => sent.push(envelope), {
    delivered: (envelope, { number }) => told.push([textOf(envelope), number]),
    acknowledged: ({ sequence }, { number }) => told.push(["ack", sequence, number]),
    refused: (reason) => told.push(["refused", reason]),
    changed: (state) => told.push(state),
    moved: ({ place }) => told.push(place),
    signed: (sign) => told.push(["sign", sign.length]),
  });
  return { channel: opened, sent, told };
}

const said = (text: string, sequence = 1): Bytes => envelopeOf(text, random(16), sequence);

test("frames are read as they are written", () => {
  const envelope = said("hello", 70_000);
  const frame = readFrame(delivery(3, envelope));
  assert.deepEqual(frame, { is: "envelope", conversation: placeOf(envelope).conversation, envelope, number: 3, storedAt: 2 ** 32 + 2 });
  assert.deepEqual(readFrame(ackOf(envelope, 9).buffer), { is: "ack", ...placeOf(envelope), number: 9, storedAt: 1009 });
  assert.throws(() => readFrame(Uint8Array.of(4).buffer));
});

test("envelopes are handled in the order of their numbers, each once", () => {
  const { channel: one, told } = channel();
  const [first, second, third] = ["one", "two", "three"].map((text) => said(text)) as [Bytes, Bytes, Bytes];
  for (const [number, envelope] of [[2, second], [1, first], [1, first], [3, third], [2, second]] as const)
    one.received(readFrame(delivery(number, envelope)));
  assert.deepEqual(told, [["one", 1], ["two", 2], ["three", 3]]);
  assert.equal(one.last(), 3);
  assert.equal(one.awaited(), undefined);
});

test("an envelope of our own that comes back is an acknowledgement", () => {
  const { channel: one, told } = channel();
  const mine = said("mine");
  one.send(mine);
  one.received(readFrame(delivery(1, mine)));
  one.received(readFrame(ackOf(mine, 1).buffer));
  assert.deepEqual(told, [["ack", 1, 1]]);
});

test("what was not answered is sent again, the same bytes, on joining anew", () => {
  const { channel: one, sent, told } = channel();
  const mine = said("mine");
  one.send(mine);
  one.received({ is: "joined", conversation: "", state: "waiting", last: 0, place: 4, anybody: true });
  assert.deepEqual(sent, [mine, mine]);
  assert.deepEqual(told, ["waiting", 4]);
  one.received(readFrame(ackOf(mine, 1).buffer));
  one.received({ is: "joined", conversation: "", state: "open", last: 1 });
  assert.equal(sent.length, 2);
});

test("the end is told after the last words, wherever they come from", () => {
  const { channel: one, told } = channel();
  const [first, second] = [said("one"), said("two")];
  one.received({ is: "joined", conversation: "", state: "open", last: 0 });
  one.received({ is: "state", conversation: "", state: "ended", last: 2 });
  assert.equal(typeof one.awaited(), "string");
  one.received(readFrame(delivery(2, second)));
  assert.deepEqual(told, ["open"]);
  one.received(readFrame(delivery(1, first)));
  assert.deepEqual(told, ["open", ["one", 1], ["two", 2], "ended"]);
  assert.equal(one.awaited(), undefined);
});

test("who comes back after the end hears the last words first", () => {
  const { channel: one, told } = channel();
  const mine = said("mine");
  one.send(mine);
  one.received({ is: "joined", conversation: "", state: "ended", last: 2 });
  one.received(readFrame(delivery(1, mine)));
  one.received(readFrame(delivery(2, said("goodbye"))));
  assert.deepEqual(told, [["ack", 1, 1], ["goodbye", 2], "ended"]);
});

test("only a refusal of what is on its way counts", () => {
  const { channel: one, told } = channel();
  const mine = said("mine");
  one.send(mine);
  one.received(readFrame(refusalOf(said("another"), "forged")));
  assert.throws(() => one.send(said("too soon")));
  one.received(readFrame(refusalOf(mine, "too_fast")));
  assert.deepEqual(told, [["refused", "too_fast"]]);
  one.send(said("again"));
});

test("a sign is handled at once, whatever is still awaited, and sent without being awaited", () => {
  const { channel: opened, sent, told } = channel();
  opened.received(readFrame(concat(Uint8Array.of(3), new Uint8Array(343)).buffer));
  assert.deepEqual(told, [["sign", 343]]);
  opened.sign(Uint8Array.of(9, 9));
  assert.deepEqual(sent.map((bytes) => [...bytes]), [[3, 9, 9]]);
  assert.equal(opened.awaited(), undefined);
});
