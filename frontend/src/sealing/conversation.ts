/** One side of a conversation: seals what is said here, opens what others said, and lets nothing be faked. */
import { type Bytes, equal, random, toHex } from "./bytes.ts";
import {
  type About,
  type Header,
  type Message,
  type Role,
  type SentPhoto,
  digest,
  openPayload,
  readHeader,
  readMessage,
  sealPayload,
  sessionKey,
  writeHeader,
  writeMessage,
} from "./envelope.ts";
import { SealingError } from "./errors.ts";
import { Signs } from "./sign.ts";

/** How far a session has come. */
interface Chain {
  session: Bytes;
  key: CryptoKey;
  sequence: number;
  previous: Bytes;
}

export interface Opened {
  header: Header;
  message: Message;
}

/**
 * Calls must not overlap: who seals and opens waits for one before the next.
 *
 * After a refusal by the server call `beginSession`: the refused envelope's nonce is then never used again.
 */
export class Conversation {
  readonly id: Bytes;
  readonly role: Role;
  readonly signs: Signs;
  private readonly key: Bytes;
  /** Every session that was begun here, the present one last. */
  private readonly own: Bytes[] = [];
  private readonly others = new Map<string, Chain>();
  private chain: Chain | undefined;

  constructor(id: Bytes, key: Bytes, role: Role) {
    this.id = id;
    this.role = role;
    this.key = key;
    this.signs = new Signs(id, key, role);
  }

  /** Begin a session of our own. A session is used by one page only, so that no nonce can repeat. */
  async beginSession(session: Bytes = random(16)): Promise<void> {
    this.own.push(session);
    this.chain = await this.begin(this.role, session);
  }

  /** The next envelope of our session. */
  async seal(text: string, sentAt: number, about: About = {}, handover: object = {}, photo?: SentPhoto): Promise<Bytes> {
    if (!this.chain) await this.beginSession();
    const chain = this.chain as Chain;
    const ack: Record<string, number> = {};
    for (const [session, { sequence }] of this.others) ack[session] = sequence;
    const { session, previous } = chain;
    const place = { conversation: this.id, role: this.role, session, sequence: chain.sequence + 1, previous };
    const payload = writeMessage({ text, sent_at: sentAt, ack, about, handover, photo });
    const envelope = await sealPayload(writeHeader(place), payload, chain.key);
    await advance(chain, envelope);
    return envelope;
  }

  /** Check that an envelope is the next of its session, and open it. When it throws, nothing has changed here. */
  async open(envelope: Bytes): Promise<Opened> {
    const header = readHeader(envelope);
    const chain = await this.chainOf(header);
    checkPlace(header, chain);
    const message = readMessage(await openPayload(envelope, chain.key));
    await advance(chain, envelope);
    this.others.set(toHex(header.session), chain);
    return { header, message };
  }

  private async chainOf({ conversation, role, session }: Header): Promise<Chain> {
    if (!equal(conversation, this.id)) throw new SealingError("wrong_conversation");
    if (role !== 1 && role !== 2 && role !== 3) throw new SealingError("wrong_role");
    if (this.own.some((own) => equal(own, session))) throw new SealingError("reflected");
    return this.others.get(toHex(session)) ?? this.begin(role, session);
  }

  private async begin(role: Role, session: Bytes): Promise<Chain> {
    const key = await sessionKey(this.key, this.id, role, session);
    return { session, key, sequence: 0, previous: new Uint8Array(32) };
  }
}

async function advance(chain: Chain, envelope: Bytes): Promise<void> {
  chain.previous = await digest(envelope);
  chain.sequence += 1;
}

function checkPlace({ sequence, previous }: Header, chain: Chain): void {
  if (sequence <= chain.sequence) throw new SealingError("replayed");
  if (sequence > chain.sequence + 1) throw new SealingError("out_of_sequence");
  if (!equal(previous, chain.previous)) throw new SealingError("broken_chain");
}
