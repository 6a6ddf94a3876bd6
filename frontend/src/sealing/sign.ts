/**
 * The sign, version 1: what one page tells the other without words. It is sealed like an envelope, always of one length
 * and kept nowhere. It may be lost, because the next one says everything anew.
 */
import { type Bytes, equal, random, toHex, utf8 } from "./bytes.ts";
import { type Role, openPayload, readHeader, sealPayload, sessionKey, writeHeader } from "./envelope.ts";
import { SealingError } from "./errors.ts";

/** By session of who gets the sign: the highest sequence that was opened, and that was shown to somebody. */
export type Seen = Record<string, [opened: number, read: number]>;

export interface Sign {
  seen: Seen;
  /** Somebody is writing just now. */
  writing: boolean;
  /** Please tell how far you are: this page has just come in. */
  asks: boolean;
}

const SIGN_BYTES = 343;

/** What tells the keys of signs from those of envelopes, so that neither can be taken for the other. */
const PURPOSE = "sign";

interface Heard {
  key: CryptoKey;
  sequence: number;
}

/** One side of the signs of a conversation. Calls must not overlap. */
export class Signs {
  private readonly id: Bytes;
  private readonly key: Bytes;
  private readonly role: Role;
  private readonly session: Bytes;
  private sequence = 0;
  private own: Promise<CryptoKey> | undefined;
  private readonly heard = new Map<string, Heard>();

  constructor(id: Bytes, key: Bytes, role: Role, session = random(16)) {
    this.id = id;
    this.key = key;
    this.role = role;
    this.session = session;
  }

  /** Throws too_long for what does not fit; four sessions always do. */
  async seal(sign: Sign): Promise<Bytes> {
    const { id, role, session } = this;
    const place = { conversation: id, role, session, sequence: ++this.sequence, previous: new Uint8Array(32) };
    this.own ??= sessionKey(this.key, id, role, session, PURPOSE);
    const sealed = await sealPayload(writeHeader(place), writeSign(sign), await this.own);
    if (sealed.length !== SIGN_BYTES) throw new SealingError("too_long");
    return sealed;
  }

  /** Check that a sign is newer than all that were opened of its session, and of the other side, and open it. */
  async open(sealed: Bytes): Promise<Sign> {
    if (sealed.length !== SIGN_BYTES) throw new SealingError("bad_bucket");
    const { conversation, role, session, sequence } = readHeader(sealed);
    if (!equal(conversation, this.id)) throw new SealingError("wrong_conversation");
    if (role === this.role) throw new SealingError("reflected");
    if (role !== 1 && role !== 2 && role !== 3) throw new SealingError("wrong_role");
    const heard = this.heard.get(toHex(session)) ?? {
      key: await sessionKey(this.key, this.id, role, session, PURPOSE),
      sequence: 0,
    };
    if (sequence <= heard.sequence) throw new SealingError("replayed");
    const sign = readSign(await openPayload(sealed, heard.key));
    this.heard.set(toHex(session), { key: heard.key, sequence });
    return sign;
  }
}

/** What is not so is not there. */
const writeSign = ({ seen, writing, asks }: Sign): Bytes =>
  utf8(JSON.stringify({ seen, ...(writing && { writing }), ...(asks && { asks }) }));

/** A sign out of a payload; what is not known of it is skipped. Throws bad_payload for anything that is none. */
function readSign(payload: Bytes): Sign {
  try {
    const { seen, writing = false, asks = false } = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    if (isSeen(seen) && typeof writing === "boolean" && typeof asks === "boolean") return { seen, writing, asks };
  } catch {
    // Not JSON, or not text: the same refusal as for JSON that is no sign.
  }
  throw new SealingError("bad_payload");
}

const isSeen = (seen: unknown): seen is Seen =>
  seen !== null &&
  typeof seen === "object" &&
  Object.entries(seen).every(([session, far]) => /^[\da-f]{32}$/.test(session) && isFar(far));

const isFar = (far: unknown): boolean => Array.isArray(far) && far.length === 2 && far.every(Number.isInteger);
