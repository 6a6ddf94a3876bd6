/**
 * The recovery key on three sheets of paper, and out of two of them. A share is base32 of
 * `version (1) | key (3) | share (33) | check (3)`: see `sealing/shares.py`, which prints the same.
 */
import { combine, split } from "shamir-secret-sharing";

import { type Bytes, concat, equal, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";

const VERSION = 1;
const KEY_END = 4;
const BODY_BYTES = 37;
const WHOLE_BYTES = 40;
const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BINDING = utf8("zichtbaar/1/recovery-share\0");

interface Share {
  key: Bytes;
  part: Bytes;
}

const SHARES = 3;
const NEEDED = 2;
const GROUP = /.{4}(?=.)/g;

/** Three shares of a private key (32 bytes), as they are printed; any two give it back. */
export async function splitKey(privateKey: Bytes, publicKey: Bytes): Promise<string[]> {
  const name = (await sha256(publicKey)).slice(0, KEY_END - 1);
  const parts = await split(privateKey, SHARES, NEEDED);
  return Promise.all(parts.map(async (part) => print(concat(Uint8Array.of(VERSION), name, part))));
}

async function print(body: Bytes): Promise<string> {
  const check = (await sha256(concat(BINDING, body))).slice(0, WHOLE_BYTES - BODY_BYTES);
  const bits = Array.from(concat(body, check), (byte) => byte.toString(2).padStart(8, "0")).join("");
  const signs = bits.replace(/.{5}/g, (five) => SIGNS.charAt(parseInt(five, 2)));
  return signs.replace(GROUP, "$& ");
}

async function sha256(content: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", content));
}

/** A share as somebody typed it over; spaces, hyphens and capitals do not matter. Throws `bad_share`. */
export async function readShare(typed: string): Promise<Share> {
  const content = base32(typed.replace(/[\s-]/g, "").toUpperCase());
  const body = content.slice(0, BODY_BYTES);
  const hash = await sha256(concat(BINDING, body));
  const isWhole = content.length === WHOLE_BYTES && content[0] === VERSION;
  if (!isWhole || !equal(content.slice(BODY_BYTES), hash.slice(0, WHOLE_BYTES - BODY_BYTES)))
    throw new SealingError("bad_share");
  return { key: body.slice(1, KEY_END), part: body.slice(KEY_END) };
}

/** The private key (32 bytes) out of two shares. Throws `bad_share`, or `other_share` when they do not belong together. */
export async function joinKey(typed: readonly [string, string]): Promise<Bytes> {
  const [one, other] = [await readShare(typed[0]), await readShare(typed[1])];
  if (!equal(one.key, other.key) || one.part.at(-1) === other.part.at(-1)) throw new SealingError("other_share");
  return concat(await combine([one.part, other.part]));
}

function base32(text: string): Bytes {
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const sign of text) {
    const value = SIGNS.indexOf(sign);
    if (value < 0) throw new SealingError("bad_share");
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
