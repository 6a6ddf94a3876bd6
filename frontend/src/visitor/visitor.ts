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
const leaving = offerLeaving(setup.neutral, words);
const button = find<HTMLButtonElement>("#start");
const tell = (word: VisitorWord | undefined): void => {
  find("#problem").textContent = word ? words(word) : "";
};

/** Make the key of this conversation, seal it to the team, and ask for a place in the queue. */
async function start(): Promise<void> {
  const conversation = random(16);
  const key = random(32);
  const { epoch } = setup;
  const sealed = await sealKey(key, fromBase64url(setup.team_key), {
    purpose: "conversation-key/team",
    conversation,
    epoch,
  });
  const chat = { conversation: toHex(conversation), token: toBase64url(random(32)) };
  const language = document.documentElement.lang;
  const { status, content } = await post("/start", { ...chat, epoch, sealed_key: toBase64url(sealed), language });
  if (status !== 201) return tell(REFUSALS[content.error ?? ""] ?? "not_started");
  leaving.chat = chat;
  tell(undefined);
  talk({ ...chat, id: conversation, key, words, leaving });
}

button.addEventListener("click", async () => {
  button.disabled = true;
  tell("starting");
  await start().catch(() => tell("not_started"));
  button.disabled = false;
});

if (!crypto.subtle) tell("not_secure");
else if (!setup.team_key) tell("door_closed");
else button.hidden = false;
