import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessage, unpad } from "../../src/sealing/envelope.ts";
import { SealingError } from "../../src/sealing/errors.ts";

const SPOKEN = '{"text":"hello","sent_at":1700000000000,"ack":{"00000000000000000000000000000000":3},"about":{"safe":"no"}}';
const PIECES = ["{", "}", "[", "]", '"', ":", ",", "null", "1e999", "-0", "\\ud800", '"__proto__":', '"ack":[]', "\u0000", "é"];

/** Numbers as by chance, the same each time (Mulberry32). */
function chance(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test("whatever somebody with the key sends is a message, or refused by name", () => {
  const draw = chance(1);
  let read = 0;
  for (let run = 0; run < 20_000; run += 1) {
    let text = SPOKEN;
    for (let change = draw(4); change >= 0; change -= 1) {
      const at = draw(text.length + 1);
      text = text.slice(0, at) + PIECES[draw(PIECES.length)] + text.slice(at + draw(6));
    }
    try {
      const message = readMessage(new TextEncoder().encode(text));
      read += 1;
      assert.equal(typeof message.text, "string");
      assert.ok(Number.isInteger(message.sent_at));
      assert.ok(Object.values(message.ack).every(Number.isInteger));
      assert.ok(Object.values(message.about).every((code) => typeof code === "string"));
    } catch (error) {
      assert.ok(error instanceof SealingError, String(error));
    }
  }
  assert.ok(read > 100);
});

test("noise is padding or refused by name, and so is what is deeper than anybody reads", () => {
  const draw = chance(2);
  for (let run = 0; run < 2_000; run += 1) {
    const noise = Uint8Array.from({ length: draw(600) }, () => draw(256));
    try {
      assert.ok(unpad(noise).length < noise.length);
    } catch (error) {
      assert.ok(error instanceof SealingError, String(error));
    }
  }
  assert.throws(() => readMessage(new TextEncoder().encode("[".repeat(100_000))), SealingError);
});
