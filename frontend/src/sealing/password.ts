/**
 * One password, two keys: `auth` proves to the server who signs in, `kek` never leaves the browser and closes
 * the slot in which the private key lies.
 */
import { argon2idAsync } from "@noble/hashes/argon2.js";

import { type Bytes, concat, random, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";

const SLOT_VERSION = 1;
const NONCE_END = 13;

/** What opens a slot. */
export type Opener = "password" | "passkey";

const bindingOf = (opener: Opener): Bytes => utf8(`zichtbaar/1/staff-key/${opener}`);

/** How much work Argon2id does: memory in KiB, and passes over it. */
export interface Effort {
  memory: number;
  passes: number;
}

export interface PasswordKeys {
  auth: Bytes;
  kek: Bytes;
}

/**
 * Draw both keys from a password. About a second of work, in slices of 10 ms, so that the page stays alive: a
 * Worker is no way out, because `trusted-types 'none'` refuses to make one.
 */
export async function splitPassword(
  password: string,
  salt: Bytes,
  { memory, passes }: Effort,
  onProgress: (done: number) => void = () => {},
): Promise<PasswordKeys> {
  const normal = utf8(password.normalize("NFKC"));
  const work = { m: memory, t: passes, p: 1, dkLen: 32, onProgress };
  const master = concat(await argon2idAsync(normal, salt, work));
  return { auth: await draw(master, "staff/auth"), kek: await draw(master, "staff/kek") };
}

/** What opens a slot, out of what a passkey's PRF gives. */
export const passkeyKek = (prf: Bytes): Promise<Bytes> => draw(prf, "staff/passkey-kek");

async function draw(master: Bytes, purpose: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", master, "HKDF", false, ["deriveBits"]);
  const expand = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(purpose) };
  return new Uint8Array(await crypto.subtle.deriveBits(expand, key, 256));
}

/** The private key in a slot that only this `kek` opens: `version (1) | nonce (12) | ciphertext`. */
export async function closeSlot(privateKey: Bytes, kek: Bytes, opener: Opener = "password"): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", kek, "AES-GCM", false, ["encrypt"]);
  const iv = random(NONCE_END - 1);
  const seal = { name: "AES-GCM", iv, additionalData: bindingOf(opener) };
  const sealed = await crypto.subtle.encrypt(seal, key, privateKey);
  return concat(Uint8Array.of(SLOT_VERSION), iv, new Uint8Array(sealed));
}

/** The private key out of its slot. Throws unknown_version, or forged when the password is another. */
export async function openSlot(slot: Bytes, kek: Bytes, opener: Opener = "password"): Promise<Bytes> {
  if (slot[0] !== SLOT_VERSION) throw new SealingError("unknown_version");
  const key = await crypto.subtle.importKey("raw", kek, "AES-GCM", false, ["decrypt"]);
  const seal = { name: "AES-GCM", iv: slot.slice(1, NONCE_END), additionalData: bindingOf(opener) };
  const opened = await crypto.subtle.decrypt(seal, key, slot.slice(NONCE_END)).catch(() => {
    throw new SealingError("forged");
  });
  return new Uint8Array(opened);
}
