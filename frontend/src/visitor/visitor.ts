/** The visitor's page: begin, wait, talk, end. Its only memory is the page itself. */
import { carried, find } from "../page/elements.ts";
import { post } from "../page/post.ts";
import { readWords } from "../page/words.ts";
import { random, toBase64url, toHex, fromBase64url } from "../sealing/bytes.ts";
import { sealKey } from "../sealing/hpke.ts";
import { offerLeaving } from "./leaving.ts";
import { talk } from "./talking.ts";
import type { VisitorWord } from "./words.ts";

/** What the server puts into the page. Without a team key the chat is closed. */
interface Setup {
  epoch: number;
  team_key: string;
  neutral: string;
}

const REFUSALS: Record<string, VisitorWord> = {
  old_epoch: "page_too_old",
  full: "queue_full",
  closed: "door_closed",
  no_connection: "no_connection",
};

const setup = carried<Setup>("setup");
const words = readWords<VisitorWord>();
// Drawn once: asking again, because the answer was lost, asks for the same place in the queue.
const [id, key] = [random(16), random(32)];
const chat = { conversation: toHex(id), token: toBase64url(random(32)) };
const leaving = offerLeaving(chat, setup.neutral, words);
const button = find<HTMLButtonElement>("#start");
const tell = (word: VisitorWord | undefined): void => {
  find("#problem").textContent = word ? words(word) : "";
};

/** Seal the key of this conversation to the team, and ask for a place in the queue. */
async function start(): Promise<void> {
  const { epoch } = setup;
  const sealed = await sealKey(key, fromBase64url(setup.team_key), {
    purpose: "conversation-key/team",
    conversation: id,
    epoch,
  });
  const language = document.documentElement.lang;
  const { status, content } = await post("/start", { ...chat, epoch, sealed_key: toBase64url(sealed), language });
  if (status !== 201) return tell(REFUSALS[content.error ?? ""] ?? "failed");
  tell(undefined);
  talk({ ...chat, id, key, words, leaving });
}

button.addEventListener("click", async () => {
  button.disabled = true;
  tell("starting");
  await start().catch(() => tell("failed"));
  button.disabled = false;
});

if (!crypto.subtle) tell("not_secure");
else if (!setup.team_key) tell("door_closed");
else button.hidden = false;
