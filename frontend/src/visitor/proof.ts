/** Work that the server asks for when much is asked of it. A script of its own: at rest nobody fetches it. */
import { sha256 } from "@noble/hashes/sha2.js";

import { fromBase64url } from "../sealing/bytes.ts";

/** What the server checks: eight counters for which the hash begins with enough zero bits. */
export interface Proof {
  bits: number;
  counters: number[];
}

const COUNTERS = 8;
const BITS_OF_EIGHT = 3;

/** So long at a time, in milliseconds: the page must hear at once that somebody wants to leave. */
const TURN = 12;
const BETWEEN_LOOKS = 64;

const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Do work of so many bits, at most 32, on this challenge (base64url): 2 to the power of the bits attempts on average. */
export async function solve(challenge: string, bits: number): Promise<Proof> {
  const start = fromBase64url(challenge);
  const input = new Uint8Array(start.length + 4);
  input.set(start);
  const view = new DataView(input.buffer);
  let turnEnds = performance.now() + TURN;
  const counters: number[] = [];
  for (let counter = 0; counters.length < COUNTERS; counter += 1) {
    view.setUint32(start.length, counter);
    const digest = sha256(input);
    if (Math.clz32(new DataView(digest.buffer, digest.byteOffset).getUint32(0)) >= bits - BITS_OF_EIGHT) counters.push(counter);
    if (counter % BETWEEN_LOOKS || performance.now() < turnEnds) continue;
    await breathe();
    turnEnds = performance.now() + TURN;
  }
  return { bits, counters };
}
