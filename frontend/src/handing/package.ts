/** What goes to a receiver: exactly the lines that were agreed, and, in acute danger, the words of its ground. */
import { agreedHash } from "../sealing/agreed.ts";
import { type Bytes, fromBase64url, fromHex, toBase64url, utf8 } from "../sealing/bytes.ts";
import { openPackage, sealPackage } from "../sealing/package.ts";

export interface Content {
  lines: string[];
  /** Base64url; empty where nobody agreed. */
  salt: string;
  /** Why it comes without consent; empty with consent. */
  why: string;
}

const write = (content: Content): Bytes => utf8(JSON.stringify(content));

export async function seal(content: Content, publicKey: string, reference: string): Promise<string> {
  return toBase64url(await sealPackage(write(content), fromBase64url(publicKey), fromHex(reference)));
}

/** Throws a `SealingError`, or a `TypeError` for what is no package of ours. */
export async function open(sealed: string, privateKey: Bytes, reference: string): Promise<Content> {
  const opened = await openPackage(fromBase64url(sealed), privateKey, fromHex(reference));
  const { lines, salt, why } = JSON.parse(new TextDecoder().decode(opened)) as Content;
  if (!Array.isArray(lines) || typeof salt !== "string" || typeof why !== "string") throw new TypeError("no package");
  return { lines: lines.map(String), salt, why };
}

/** Whether these are the words, to this receiver, that the visitor's page told the server the hash of. */
export async function isAgreed({ lines, salt }: Content, receiver: string, reference: string, hash: string): Promise<boolean> {
  return Boolean(salt) && (await agreedHash(fromHex(reference), fromBase64url(salt), receiver, lines)) === hash;
}
