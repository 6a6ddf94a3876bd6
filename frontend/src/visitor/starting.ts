/** Beginning a chat: the key, the answers and the first message go in one request, and go again until they arrived. */
import { post } from "../page/post.ts";
import type { Numbered, Outlook } from "../relay/frames.ts";
import { type Bytes, fromBase64url, toBase64url } from "../sealing/bytes.ts";
import { sealKey } from "../sealing/hpke.ts";
import type { VisitorWord } from "./words.ts";

/** What the server puts into the page. */
export interface Setup {
  epoch: number;
  team_key: string;
  /** When the chat closes, as on a clock; nothing when it does not. */
  closes: string;
}

/** What a page draws once, or a code opens: asking again, because an answer was lost, asks for the same place. */
export interface Drawn {
  conversation: string;
  token: string;
  id: Bytes;
  key: Bytes;
}

type Answer = { state: string; number: number; stored_at: number } & (Outlook | { place?: undefined });

/** Started: where the first envelope is on the disk. Refused: why, and nothing is kept of it. */
export type Started = { at: Numbered; outlook: Outlook | undefined } | { refused: VisitorWord };

export const REFUSALS: Record<string, VisitorWord> = {
  old_epoch: "page_too_old",
  full: "queue_full",
  closed: "door_closed",
  closing: "door_closing",
  taken: "failed",
  malformed: "failed",
};

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 10_000;

/** A line on which nothing comes back is given up after so long, and asked again. */
const LONGEST_REQUEST = 15_000;

/** Wait, but no longer than until the device has a connection again. */
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    addEventListener("online", go);
  });

/** The key of a conversation, sealed to the team. */
export async function sealToTeam({ key, id }: Drawn, { epoch, team_key }: Setup): Promise<string> {
  const binding = { purpose: "conversation-key/team", conversation: id, epoch } as const;
  return toBase64url(await sealKey(key, fromBase64url(team_key), binding));
}

/**
 * Ask until there is an answer that says how it is: the same bytes each time, so that what arrived is not stored
 * twice. `tell` hears that it has not arrived yet. A message is left without waiting for anybody.
 */
export async function start(
  drawn: Drawn,
  setup: Setup,
  envelope: Bytes,
  tell: () => void,
  message = false,
): Promise<Started> {
  const { conversation, token } = drawn;
  const about = { epoch: setup.epoch, sealed_key: await sealToTeam(drawn, setup), language: document.documentElement.lang };
  const asked = { conversation, token, ...about, envelope: toBase64url(envelope), message };
  for (let wait = FIRST_PAUSE; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    const { status, content } = await post<Answer>("/start", asked, LONGEST_REQUEST);
    if (status === 201 && content.number) {
      const outlook = content.place ? content : undefined;
      return { at: { number: content.number, storedAt: content.stored_at }, outlook };
    }
    const refused = REFUSALS[content.error ?? ""];
    if (refused) return { refused };
    tell();
    await pause(wait);
  }
}
