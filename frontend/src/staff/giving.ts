/** Giving keys to a colleague who lacks them, and putting another team key in the place of the old one. */
import { type Bytes, fromBase64url, fromHex, toBase64url } from "../sealing/bytes.ts";
import { NO_CONVERSATION, makeKeyPair, openKey, sealKey } from "../sealing/hpke.ts";
import type { Server } from "./server.ts";

/** Keys as the server lists them: sealed to who gives, or who renews. */
export interface SealedTeam {
  epoch: number;
  sealed_private: string;
}

export interface SealedConversation {
  conversation: string;
  epoch: number;
  sealed_key: string;
}

/** What a colleague lacks, with the giver's own wraps. */
export interface Lack {
  id: number;
  name: string;
  public_key: string;
  teams: SealedTeam[];
  conversations: SealedConversation[];
}

/** How the giver opens what was sealed to her. */
export interface Opening {
  team(sealed: SealedTeam): Promise<Bytes>;
  conversation(sealed: SealedConversation): Promise<Bytes>;
}

/** What the next team key needs. */
interface Needs {
  epoch: number;
  receivers: { to: string; public_key: string }[];
  waiting: SealedConversation[];
}

type Progress = (done: number, of: number) => void;

const openingAs =
  (holder: "staff" | "recovery") =>
  (privateKey: Bytes): Opening => ({
    team: ({ epoch, sealed_private }) =>
      openKey(fromBase64url(sealed_private), privateKey, {
        purpose: `team-key/${holder}`,
        conversation: NO_CONVERSATION,
        epoch,
      }),
    conversation: ({ conversation, epoch, sealed_key }) =>
      openKey(fromBase64url(sealed_key), privateKey, {
        purpose: `conversation-key/${holder}`,
        conversation: fromHex(conversation),
        epoch,
      }),
  });

/** With the private key of a colleague. */
export const openingAsStaff = openingAs("staff");

/** With the recovery key. */
export const openingAsRecovery = openingAs("recovery");

/** Open everything that a colleague lacks and seal it to her key. One that does not open is left out. */
export async function sealFor(lack: Lack, opening: Opening, onProgress: Progress): Promise<object> {
  const receiver = fromBase64url(lack.public_key);
  const of = lack.teams.length + lack.conversations.length;
  let done = 0;
  const step = (): void => onProgress((done += 1), of);
  const teams: SealedTeam[] = [];
  for (const sealed of lack.teams) {
    const { epoch } = sealed;
    const key = await opening.team(sealed).catch(() => undefined);
    const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch } as const;
    if (key) teams.push({ epoch, sealed_private: toBase64url(await sealKey(key, receiver, binding)) });
    step();
  }
  const conversations: Omit<SealedConversation, "epoch">[] = [];
  for (const sealed of lack.conversations) {
    const { conversation, epoch } = sealed;
    const key = await opening.conversation(sealed).catch(() => undefined);
    const binding = { purpose: "conversation-key/staff", conversation: fromHex(conversation), epoch } as const;
    if (key) conversations.push({ conversation, sealed_key: toBase64url(await sealKey(key, receiver, binding)) });
    step();
  }
  return { public_key: lack.public_key, teams, conversations };
}

/** What somebody holds, as the server lists it: sealed to her. */
export type Held = Pick<Lack, "teams" | "conversations">;

/** Seal what somebody holds to another recovery key. A conversation that does not open is left out; a team key throws. */
export async function sealForRecovery({ teams, conversations }: Held, opening: Opening, to: Bytes): Promise<object> {
  const sealedTeams: Record<string, string> = {};
  for (const sealed of teams) {
    const binding = { purpose: "team-key/recovery", conversation: NO_CONVERSATION, epoch: sealed.epoch } as const;
    sealedTeams[sealed.epoch] = toBase64url(await sealKey(await opening.team(sealed), to, binding));
  }
  const sealedChats: Record<string, string> = {};
  for (const sealed of conversations) {
    const { conversation, epoch } = sealed;
    const key = await opening.conversation(sealed).catch(() => undefined);
    const binding = { purpose: "conversation-key/recovery", conversation: fromHex(conversation), epoch } as const;
    if (key) sealedChats[conversation] = toBase64url(await sealKey(key, to, binding));
  }
  return { teams: sealedTeams, conversations: sealedChats };
}

const TRIES = 5;

/**
 * Make the team key of the next epoch, seal it to everybody who is to hold it, and seal anew the keys of who waits.
 * Visitors come and go meanwhile, so it may take more than one try. A key that does not open is left as it is: anybody
 * can make one up. Says whether it is done; throws when the team key in use does not open.
 */
export async function renewTeamKey(
  server: Server,
  ofTeam: (epoch: number) => Promise<Bytes>,
  onProgress: Progress,
): Promise<boolean> {
  for (let left = TRIES; left; left -= 1) {
    const asked = await server.get<Needs>("/desk/team-key");
    if (asked.status !== 200) return false;
    const { status } = await server.post("/desk/team-key", await nextTeamKey(asked.content, ofTeam, onProgress));
    if (status !== 409) return status === 204;
  }
  return false;
}

async function nextTeamKey(
  { epoch, receivers, waiting }: Needs,
  ofTeam: (epoch: number) => Promise<Bytes>,
  onProgress: Progress,
): Promise<object> {
  await ofTeam(epoch - 1); // or all who wait would be left behind the old one
  const { privateKey, publicKey } = await makeKeyPair();
  const of = receivers.length + waiting.length;
  const privates: Record<string, string> = {};
  for (const [place, { to, public_key }] of receivers.entries()) {
    const purpose = to === "recovery" ? "team-key/recovery" : "team-key/staff";
    const binding = { purpose, conversation: NO_CONVERSATION, epoch } as const;
    privates[to] = toBase64url(await sealKey(privateKey, fromBase64url(public_key), binding));
    onProgress(place + 1, of);
  }
  const keys: Record<string, string> = {};
  const unopened: string[] = [];
  for (const [place, sealed] of waiting.entries()) {
    const key = await opened(sealed, ofTeam).catch(() => undefined);
    if (key) keys[sealed.conversation] = await sealedToTeam(key, publicKey, { ...sealed, epoch });
    else unopened.push(sealed.conversation);
    onProgress(receivers.length + place + 1, of);
  }
  const public_key = toBase64url(publicKey);
  const sealedTo = Object.fromEntries(receivers.map(({ to, public_key }) => [to, public_key]));
  return { epoch, public_key, receivers: sealedTo, sealed_privates: privates, waiting: keys, unopened };
}

type Bound = Omit<SealedConversation, "sealed_key">;

const toTeam = ({ conversation, epoch }: Bound) =>
  ({ purpose: "conversation-key/team", conversation: fromHex(conversation), epoch }) as const;

async function opened(sealed: SealedConversation, ofTeam: (epoch: number) => Promise<Bytes>): Promise<Bytes> {
  return openKey(fromBase64url(sealed.sealed_key), await ofTeam(sealed.epoch), toTeam(sealed));
}

async function sealedToTeam(key: Bytes, publicKey: Bytes, bound: Bound): Promise<string> {
  return toBase64url(await sealKey(key, publicKey, toTeam(bound)));
}
