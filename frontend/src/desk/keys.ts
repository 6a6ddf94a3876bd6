/** The keys of a counsellor, in this page's memory only: their own, the team's, and those of conversations. */
import { type Bytes, fromBase64url, fromHex, toBase64url } from "../sealing/bytes.ts";
import { NO_CONVERSATION, type Purpose, openKey, sealKey } from "../sealing/hpke.ts";
import type { SignedIn } from "../staff/signing_in.ts";

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

export interface Wrap {
  to: string;
  sealed_key: string;
}

export class Keys {
  private readonly signedIn: SignedIn;

  constructor(signedIn: SignedIn) {
    this.signedIn = signedIn;
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

  private async ofTeam(epoch: number): Promise<Bytes> {
    const team = this.signedIn.colleague.teams.find((candidate) => candidate.epoch === epoch);
    if (!team) throw new Error("not in the team of this epoch");
    const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch } as const;
    return openKey(fromBase64url(team.sealed_private), this.signedIn.privateKey, binding);
  }
}

/** Seal the key of a conversation anew, to each who is to have it. */
export function sealAnew(key: Bytes, { conversation, epoch, wrap_to = [] }: Sealed): Promise<Wrap[]> {
  const wraps = wrap_to.map(async ({ to, public_key }) => {
    const purpose: Purpose = to === "recovery" ? "conversation-key/recovery" : "conversation-key/staff";
    const binding = { purpose, conversation: fromHex(conversation), epoch };
    return { to, sealed_key: toBase64url(await sealKey(key, fromBase64url(public_key), binding)) };
  });
  return Promise.all(wraps);
}
