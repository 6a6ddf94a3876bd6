/** What goes to a receiver: exactly the lines that were agreed, and, in acute danger, the words of its ground. */
import { agreedHash, groundHash } from "../sealing/agreed.ts";
import { type Bytes, fromBase64url, fromHex, toBase64url, utf8 } from "../sealing/bytes.ts";
import { openPackage, sealPackage } from "../sealing/package.ts";
import type { Basics } from "./handovers.ts";

export interface Content {
  lines: string[];
  /** Base64url: what the hash of it is made with. */
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

/** What decides about the hash of a content: a handover is bound to its words, its receiver and how it came about. */
export type Bound = Pick<Basics, "reference" | "receiver" | "basis">;

/** The hash of what is told, in hexadecimal; nothing without a salt. */
export async function toldHash({ lines, salt, why }: Content, { reference, receiver, basis }: Bound): Promise<string> {
  if (!salt) return "";
  const [id, drawn] = [fromHex(reference), fromBase64url(salt)];
  return basis === "danger" ? groundHash(id, drawn, receiver, why, lines) : agreedHash(id, drawn, receiver, lines);
}

/** Whether these are the words that the visitor agreed to; without consent, those that a second person has to read. */
export async function mayBeTold(content: Content, handover: Bound & Pick<Basics, "told_hash">): Promise<boolean> {
  return Boolean(content.salt) && (await toldHash(content, handover)) === handover.told_hash;
}
