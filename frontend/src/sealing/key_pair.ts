/** Telling one public key from another, by ear. */
import { type Bytes, concat, equal, random, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";
import { NO_CONVERSATION, openKey, sealKey } from "./hpke.ts";

const DIGITS = 25;
const GROUP = /\d{5}(?=\d)/g;
const BINDING = utf8("zichtbaar/1/key-number\0");

/** The number of a public key, in five groups of five digits: the first 16 bytes of a SHA-256, modulo 10^25. */
export async function keyNumber(publicKey: Bytes): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", concat(BINDING, publicKey)));
  const number = hash.slice(0, 16).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** BigInt(DIGITS);
  return number.toString().padStart(DIGITS, "0").replace(GROUP, "$& ");
}

/** Throws `forged` unless the private key opens what is sealed to the public one. */
export async function checkPair(publicKey: Bytes, privateKey: Bytes): Promise<void> {
  const probe = random(32);
  const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch: 0 } as const;
  const opened = await openKey(await sealKey(probe, publicKey, binding), privateKey, binding);
  if (!equal(opened, probe)) throw new SealingError("forged");
}
