/**
 * The envelope, version 1: a header that the server reads, and a sealed payload that it cannot open.
 *
 * `header (71 bytes) | AES-256-GCM of the padded payload | tag (16)`; the header is additional data of the seal.
 */
import { type Bytes, concat, uint32, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";

export type Role = 1 | 2 | 3;
export const VISITOR: Role = 1;
export const COUNSELLOR: Role = 2;
/** Who was let in by the visitor, into a part of the conversation. */
export const PARTNER: Role = 3;

const VERSION = 1;
const SUITE = 1;
const HEADER_BYTES = 71;
const TAG_BYTES = 16;
const LONGEST = 8192;
/** The lengths that a padded payload can have. */
const BUCKETS = [256, 512, 1024, 2048, 4096, LONGEST - HEADER_BYTES - TAG_BYTES];

export interface Header {
  conversation: Bytes;
  role: number;
  session: Bytes;
  sequence: number;
  previous: Bytes;
}

/** What a visitor answered before the chat: code by question. */
export type About = Record<string, string>;

/** A photo that lies sealed on the server: its name (hexadecimal), and the bytes of the JPEG. */
export interface SentPhoto {
  id: string;
  bytes: number;
}

/** `ack`: the highest sequence that the sender had opened of each session of the others (hex). */
export interface Message {
  text: string;
  sent_at: number;
  ack: Record<string, number>;
  about: About;
  /** What the pages tell each other about handing over. */
  handover: object;
  photo?: SentPhoto | undefined;
}

/** Check all that can be checked without a key. Throws too_long, bad_bucket, unknown_version, unknown_suite. */
export function readHeader(envelope: Bytes): Header {
  if (envelope.length > LONGEST) throw new SealingError("too_long");
  if (!BUCKETS.includes(envelope.length - HEADER_BYTES - TAG_BYTES)) throw new SealingError("bad_bucket");
  if (envelope[0] !== VERSION) throw new SealingError("unknown_version");
  if (envelope[1] !== SUITE) throw new SealingError("unknown_suite");
  return {
    conversation: envelope.slice(2, 18),
    role: envelope[18] ?? 0,
    session: envelope.slice(19, 35),
    sequence: new DataView(envelope.buffer, envelope.byteOffset).getUint32(35),
    previous: envelope.slice(39, HEADER_BYTES),
  };
}

export const writeHeader = ({ conversation, role, session, sequence, previous }: Header): Bytes =>
  concat(Uint8Array.of(VERSION, SUITE), conversation, Uint8Array.of(role), session, uint32(sequence), previous);

/** What the next envelope of the session names as the one before it. */
export const digest = async (envelope: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", envelope));

/** The key of one session, so that nobody else's nonces can meet under it. `purpose`: for what else than envelopes. */
export async function sessionKey(
  key: Bytes,
  conversation: Bytes,
  role: number,
  session: Bytes,
  purpose = "",
): Promise<CryptoKey> {
  const master = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveKey"]);
  const info = concat(conversation, Uint8Array.of(role), utf8(purpose));
  const expand = { name: "HKDF", hash: "SHA-256", salt: session, info };
  return crypto.subtle.deriveKey(expand, master, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

const seal = (header: Bytes): AesGcmParams => ({
  name: "AES-GCM",
  iv: concat(new Uint8Array(8), header.slice(35, 39)),
  additionalData: header,
});

/** A whole envelope. Throws too_long when the payload fits in no bucket. */
export async function sealPayload(header: Bytes, payload: Bytes, key: CryptoKey): Promise<Bytes> {
  return concat(header, new Uint8Array(await crypto.subtle.encrypt(seal(header), key, pad(payload))));
}

/** The payload of an envelope whose header was read. Throws forged or bad_padding. */
export async function openPayload(envelope: Bytes, key: CryptoKey): Promise<Bytes> {
  const header = envelope.slice(0, HEADER_BYTES);
  const opened = await crypto.subtle.decrypt(seal(header), key, envelope.slice(HEADER_BYTES)).catch(() => {
    throw new SealingError("forged");
  });
  return unpad(new Uint8Array(opened));
}

/** ISO/IEC 7816-4 padding to the smallest bucket: 0x80, then zeros. */
export function pad(payload: Bytes): Bytes {
  const bucket = BUCKETS.find((size) => size > payload.length);
  if (!bucket) throw new SealingError("too_long");
  const padded = new Uint8Array(bucket);
  padded.set(payload);
  padded[payload.length] = 0x80;
  return padded;
}

export function unpad(padded: Bytes): Bytes {
  const end = padded.lastIndexOf(0x80);
  if (end < 0 || padded.subarray(end + 1).some((byte) => byte)) throw new SealingError("bad_padding");
  return padded.slice(0, end);
}

/** What was not answered is not there, so that a message without answers is as short as it can be. */
export const writeMessage = ({ text, sent_at, ack, about, handover, photo }: Message): Bytes =>
  utf8(JSON.stringify({ text, sent_at, ack, ...(isFull(about) && { about }), ...(isFull(handover) && { handover }), photo }));

/** A message out of a payload. Throws bad_payload for anything that is not one. */
export function readMessage(payload: Bytes): Message {
  try {
    const { text, sent_at, ack, about = {}, handover = {}, photo } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    if (typeof text === "string" && Number.isInteger(sent_at) && isAck(ack) && isAbout(about) && isObject(handover) && isPhoto(photo))
      return { text, sent_at, ack, about, handover, ...(photo && { photo: { id: photo.id, bytes: photo.bytes } }) };
  } catch {
    // Not JSON, or not text: the same refusal as for JSON that is no message.
  }
  throw new SealingError("bad_payload");
}

const isFull = (content: object): boolean => Object.keys(content).length > 0;

const isObject = (content: unknown): content is object =>
  content !== null && typeof content === "object" && !Array.isArray(content);

const isAck = (ack: unknown): ack is Record<string, number> =>
  ack !== null && typeof ack === "object" && Object.entries(ack).every(isSeen);

const isAbout = (about: unknown): about is About =>
  about !== null && typeof about === "object" && Object.entries(about).flat().every(isCode);

const isCode = (value: unknown): boolean => typeof value === "string" && /^\w{1,20}$/.test(value);

const isPhoto = (photo: unknown): photo is SentPhoto | undefined =>
  photo === undefined || (isObject(photo) && isName((photo as SentPhoto).id) && Number.isInteger((photo as SentPhoto).bytes));

const isName = (value: unknown): boolean => typeof value === "string" && /^[\da-f]{32}$/.test(value);

const isSeen = ([session, sequence]: [string, unknown]): boolean =>
  /^([\da-f]{2})*$/.test(session) && Number.isInteger(sequence);
