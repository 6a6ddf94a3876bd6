/** What the chat offers to who wants to come back: a code, a message instead of waiting, and forgetting all. */
import { find } from "../page/elements.ts";
import { post } from "../page/post.ts";
import type { Say } from "../talk/talk.ts";
import { type Room, put } from "./chatting.ts";
import type { Keeping } from "./keeping.ts";
import { type Drawn, REFUSALS, type Setup, sealToTeam } from "./starting.ts";
import { hideOutlook } from "./waiting.ts";

/** The third script, fetched when it is wanted. */
export type FetchCodes = () => Promise<typeof import("./codes.ts")>;

export interface ComingBack {
  offerCode(): Promise<void>;
}

export function offerComingBack(
  room: Room,
  drawn: Drawn,
  setup: Setup,
  fetchCodes: FetchCodes,
  tell: Say,
): ComingBack {
  const { words } = room;
  const keeping: Keeping = {
    drawn,
    words,
    agree: (word) => tell("", { agreed: word }),
    kept() {
      room.comesBack = true;
      find("#forget").hidden = false;
      find("#keep").hidden = true;
    },
    stop: () => room.leaving.stop(),
  };

  /** Do something with the third script; it may not come, and neither may what it fetches. */
  const withCodes = async (act: (codes: Awaited<ReturnType<FetchCodes>>) => Promise<boolean>): Promise<void> => {
    put("#line", words("starting"));
    const came = await fetchCodes().then(act).catch(() => false);
    put("#line", came ? "" : words("no_connection"));
  };
  const offerCode = (): Promise<void> => withCodes(({ offerCode: offer }) => offer(keeping));

  /** Leave a message: whatever is said now waits, and she need not. */
  async function leaveMessage(): Promise<boolean> {
    const { conversation, token } = drawn;
    const asked = { conversation, token, epoch: setup.epoch, sealed_key: await sealToTeam(drawn, setup) };
    const { status, content } = await post("/message", asked);
    const refused = status ? (REFUSALS[content.error ?? ""] ?? "failed") : "no_connection";
    put("#line", status === 204 ? "" : words(refused));
    return status === 204;
  }

  find("#keep").hidden = false;
  find("#keep").addEventListener("click", () => void offerCode());
  find("#forget").addEventListener("click", () => void withCodes(({ askToForget }) => askToForget(keeping)));
  find("#new-message").addEventListener("click", () => void leaveMessage());
  find("#no-waiting").addEventListener("click", async () => {
    if (!(await leaveMessage())) return;
    hideOutlook();
    put("#state", "");
    put("#left", words("message_left"));
    await offerCode();
  });
  return { offerCode };
}
