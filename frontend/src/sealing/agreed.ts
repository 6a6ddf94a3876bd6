/**
 * How everybody can see that what is handed over is what the visitor agreed to, and a key the one that was read out.
 *
 * The visitor's page draws a salt and tells the server the hash of all that was agreed. The salt goes with the words
 * only; who opens the package makes the hash anew and compares. Without consent the counsellor's page does the same with
 * the words of the ground, and the page of the second person compares.
 */
import { type Bytes, concat, toHex, uint32, utf8 } from "./bytes.ts";

const DIGITS = 30;

const AGREED = utf8("zichtbaar/1/handover/agreed\0");
const GROUND = utf8("zichtbaar/1/handover/ground\0");
const FINGERPRINT = utf8("zichtbaar/1/receiver-key\0");

const sha256 = async (content: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", content));

/** The hash of what was agreed, in hexadecimal: receiver and lines, each with its length before it. */
export async function agreedHash(reference: Bytes, salt: Bytes, receiver: string, lines: string[]): Promise<string> {
  return hashOf(concat(AGREED, reference, salt), receiver, ...lines);
}

/** The hash of what is told without consent: receiver, the words of the ground, and lines. */
export async function groundHash(reference: Bytes, salt: Bytes, receiver: string, why: string, lines: string[]): Promise<string> {
  return hashOf(concat(GROUND, reference, salt), receiver, why, ...lines);
}

async function hashOf(begin: Bytes, ...texts: string[]): Promise<string> {
  const parts = texts.map(utf8).flatMap((part) => [uint32(part.length), part]);
  return toHex(await sha256(concat(begin, ...parts)));
}

/** A receiver's key as thirty digits in groups of five, to be read out over the telephone. */
export async function fingerprint(key: string): Promise<string> {
  const hash = await sha256(concat(FINGERPRINT, utf8(key)));
  let digits = "";
  // The hash as one number, divided by ten again and again: no BigInt in the browsers that we still let in.
  const number = Array.from(hash);
  while (digits.length < DIGITS) {
    let rest = 0;
    for (const [place, byte] of number.entries()) {
      const value = rest * 256 + byte;
      number[place] = Math.floor(value / 10);
      rest = value % 10;
    }
    digits = rest + digits;
  }
  return digits.replace(/(\d{5})(?=\d)/g, "$1 ");
}
