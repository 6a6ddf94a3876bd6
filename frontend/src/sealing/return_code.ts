/**
 * The code with which a visitor comes back: five words or twenty digits. Three keys are drawn from it: `lookup` finds
 * the conversation and `token` proves to know the code; `key` never leaves the browser, and closes the conversation's key.
 */
import { argon2idAsync } from "@noble/hashes/argon2.js";

import { type Bytes, concat, random, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";

export const WORDS = 5;
export const DIGITS = 20;

const WRAP_VERSION = 1;
const NONCE_BYTES = 12;
const BINDING = utf8("zichtbaar/1/conversation-key/return-code\0");

/** Where the digits 0 to 9 begin on keyboards of visitors' languages; those of full width become plain by themselves. */
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const toDigit = (sign: string): string => {
  const code = sign.charCodeAt(0);
  return String(code - (code >= 0x966 ? 0x966 : code >= 0x6f0 ? 0x6f0 : 0x660));
};

export interface ReturnKeys {
  lookup: Bytes;
  token: Bytes;
  key: Bytes;
}

/** How much work Argon2id does: memory in KiB, and passes over it. */
export interface Effort {
  memory: number;
  passes: number;
}

/**
 * A code as it is meant, however it was typed: its words with single spaces, or all its digits. In a code with letters
 * only letters count.
 */
export function normalised(code: string): string {
  const plain = code.normalize("NFKD").replace(OTHER_DIGITS, toDigit).toLowerCase().normalize("NFKD");
  const words = plain.replace(/\p{Mn}/gu, "").match(/[a-z]+/g);
  return words ? words.join(" ") : plain.replace(/[^0-9]/g, "");
}

/** Draw the three keys of a code. A second of work or more, in slices, so that the page stays alive. */
export async function derive(
  code: string,
  salt: Bytes,
  { memory, passes }: Effort,
  onProgress: (done: number) => void = () => {},
): Promise<ReturnKeys> {
  const work = { m: memory, t: passes, p: 1, dkLen: 32, onProgress };
  const master = await argon2idAsync(utf8(normalised(code)), salt, work);
  const drawn = await crypto.subtle.importKey("raw", concat(master), "HKDF", false, ["deriveBits"]);
  const draw = async (purpose: string): Promise<Bytes> => {
    const expand = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(purpose) };
    return new Uint8Array(await crypto.subtle.deriveBits(expand, drawn, 256));
  };
  return { lookup: await draw("return/lookup"), token: await draw("return/token"), key: await draw("return/key") };
}

const sealUnder = async (key: Bytes, use: "encrypt" | "decrypt"): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);

/** A conversation's key, closed under a code: `version (1) | nonce (12) | ciphertext (48)`. */
export async function wrapKey(conversationKey: Bytes, key: Bytes, conversation: Bytes): Promise<Bytes> {
  const iv = random(NONCE_BYTES);
  const seal = { name: "AES-GCM", iv, additionalData: concat(BINDING, conversation) };
  const sealed = await crypto.subtle.encrypt(seal, await sealUnder(key, "encrypt"), conversationKey);
  return concat(Uint8Array.of(WRAP_VERSION), iv, new Uint8Array(sealed));
}

/** The conversation's key out of its wrap. Throws `unknown_version` or `forged`. */
export async function unwrapKey(wrap: Bytes, key: Bytes, conversation: Bytes): Promise<Bytes> {
  if (wrap[0] !== WRAP_VERSION) throw new SealingError("unknown_version");
  const iv = wrap.slice(1, 1 + NONCE_BYTES);
  const seal = { name: "AES-GCM", iv, additionalData: concat(BINDING, conversation) };
  const sealed = wrap.slice(1 + NONCE_BYTES);
  const opened = await crypto.subtle.decrypt(seal, await sealUnder(key, "decrypt"), sealed).catch(() => {
    throw new SealingError("forged");
  });
  return new Uint8Array(opened);
}
