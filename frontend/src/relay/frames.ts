/** What the relay and a page say to each other: text frames are JSON, binary frames are envelopes and acks. */
import { type Bytes, concat, toHex } from "../sealing/bytes.ts";
import { readHeader } from "../sealing/envelope.ts";

/** `away`: open, and the visitor has no connection. Only colleagues are told. */
export type State = "waiting" | "open" | "away" | "ended" | "left";

export interface Waiting {
  conversation: string;
  since: number;
  language: string;
}

/** A message that nobody has read yet. */
export interface MessageLeft extends Waiting {
  /** Its visitor has talked with a counsellor before. */
  again: boolean;
  /** It was left in the empty chat of a duress word. */
  decoy: boolean;
}

/** A duress word was used: when, and with whom the conversation is that it guards (empty: nobody took it). */
export interface Duress {
  conversation: string;
  at: number;
  counsellor: string;
}

/** What waits at the desk besides visitors. */
export interface Besides {
  messages: MessageLeft[];
  duress: Duress[];
}

/** Which envelope of which session: together they name one envelope for ever. */
export interface Place {
  conversation: string;
  session: string;
  sequence: number;
}

export interface Numbered {
  number: number;
  storedAt: number;
}

/** What who waits may know. `high` is 0 for more than an hour; both are absent when nobody can say it yet. */
export interface Outlook {
  place: number;
  low?: number;
  high?: number;
  /** Whether there is anybody at the desk. */
  anybody: boolean;
}

export type Frame =
  | ({ is: "joined"; conversation: string; state: State; last: number } & (Outlook | { place?: undefined }))
  | ({ is: "place" } & Outlook)
  | ({ is: "waiting"; visitors: Waiting[] } & Besides)
  /** It came into this state after the envelope with the number `last`. */
  | { is: "state"; conversation: string; state: State; last: number }
  | ({ is: "refused"; reason: string } & Place)
  | { is: "error"; reason: string; conversation?: string }
  | { is: "pong" }
  | ({ is: "ack" } & Place & Numbered)
  | ({ is: "envelope"; conversation: string; envelope: Bytes } & Numbered)
  | { is: "sign"; conversation: string; sign: Bytes };

const ACK = 1;
const ENVELOPE = 2;
const SIGN = 3;

export function readFrame(data: string | ArrayBuffer): Frame {
  return typeof data === "string" ? (JSON.parse(data) as Frame) : readBinary(new Uint8Array(data));
}

function readBinary(bytes: Bytes): Frame {
  if (bytes[0] === ENVELOPE) {
    const envelope = bytes.slice(17);
    const conversation = toHex(envelope.slice(2, 18));
    return { is: "envelope", conversation, envelope, number: readNumber(bytes, 1), storedAt: readNumber(bytes, 9) };
  }
  if (bytes[0] === SIGN) {
    const sign = bytes.slice(1);
    return { is: "sign", conversation: toHex(sign.slice(2, 18)), sign };
  }
  if (bytes[0] !== ACK) throw new TypeError("unknown frame");
  return {
    is: "ack",
    conversation: toHex(bytes.slice(1, 17)),
    session: toHex(bytes.slice(17, 33)),
    sequence: new DataView(bytes.buffer).getUint32(33),
    number: readNumber(bytes, 37),
    storedAt: readNumber(bytes, 45),
  };
}

export const writeSign = (sign: Bytes): Bytes => concat(Uint8Array.of(SIGN), sign);

/** A whole number of eight bytes, without BigInt: neither numbers nor times outgrow 2^53. */
function readNumber(bytes: Bytes, offset: number): number {
  const view = new DataView(bytes.buffer);
  return view.getUint32(offset) * 2 ** 32 + view.getUint32(offset + 4);
}

export function placeOf(envelope: Bytes): Place {
  const { conversation, session, sequence } = readHeader(envelope);
  return { conversation: toHex(conversation), session: toHex(session), sequence };
}

export const samePlace = (one: Place, other: Place): boolean =>
  one.conversation === other.conversation && one.session === other.session && one.sequence === other.sequence;
