/** The keys of a counsellor, in this page's memory only: their own, the team's, and those of conversations. */
import { type Bytes, fromBase64url, fromHex, toBase64url } from "../sealing/bytes.ts";
import { NO_CONVERSATION, type Purpose, openKey, sealKey } from "../sealing/hpke.ts";
import { checkPair, keyNumber } from "../sealing/key_pair.ts";
import type { SignedIn, TeamKey } from "../staff/signing_in.ts";

/** A conversation as the server lists it. Without `sealed_by` it was just taken, so sealed to the team. */
export interface Sealed {
  conversation: string;
  since: number;
  language: string;
  is_message?: boolean;
  /** Its visitor came in with a duress word. */
  is_decoy?: boolean;
  epoch: number;
  sealed_key: string;
  sealed_by?: "staff" | "team";
  wrap_to?: Receiver[];
}

/** Who is to have the key of a conversation: a colleague by id, or "recovery". */
export interface Receiver {
  to: string;
  public_key: string;
}

/** Names the key that it was sealed to: the server refuses it when that is another by now. */
export interface Wrap extends Receiver {
  sealed_key: string;
}

export class Keys {
  /** The team keys that were sealed to us; more can come while we work. */
  teams: TeamKey[];
  private readonly signedIn: SignedIn;

  constructor(signedIn: SignedIn) {
    this.signedIn = signedIn;
    this.teams = signedIn.colleague.teams;
  }

  /** The private half of our own key. */
  get own(): Bytes {
    return this.signedIn.privateKey;
  }

  /** The key of a conversation. Throws a `SealingError` when it is not for us. */
  async ofConversation({ conversation, epoch, sealed_key, sealed_by = "team" }: Sealed): Promise<Bytes> {
    const mine = sealed_by === "team" ? await this.ofTeam(epoch) : this.signedIn.privateKey;
    const purpose: Purpose = `conversation-key/${sealed_by}`;
    return openKey(fromBase64url(sealed_key), mine, { purpose, conversation: fromHex(conversation), epoch });
  }

  /** The private half of the team key of an epoch. Throws when it was not sealed to us. */
  async ofTeam(epoch: number): Promise<Bytes> {
    const team = this.teams.find((candidate) => candidate.epoch === epoch);
    if (!team) throw new Error("not in the team of this epoch");
    const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch } as const;
    return openKey(fromBase64url(team.sealed_private), this.signedIn.privateKey, binding);
  }

  /** The number of our own key; throws when the server calls another key ours. */
  async ownNumber(): Promise<string> {
    const publicKey = fromBase64url(this.signedIn.colleague.public_key);
    await checkPair(publicKey, this.signedIn.privateKey);
    return keyNumber(publicKey);
  }
}

/** Seal the key of a conversation anew, to each who is to have it. */
export function sealAnew(key: Bytes, { conversation, epoch, wrap_to = [] }: Sealed): Promise<Wrap[]> {
  const wraps = wrap_to.map(async ({ to, public_key }) => {
    const purpose: Purpose = to === "recovery" ? "conversation-key/recovery" : "conversation-key/staff";
    const binding = { purpose, conversation: fromHex(conversation), epoch };
    return { to, public_key, sealed_key: toBase64url(await sealKey(key, fromBase64url(public_key), binding)) };
  });
  return Promise.all(wraps);
}
