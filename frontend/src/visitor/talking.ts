/** The second script: all that needs keys. The box is there before the chat is, and what is sent first begins it. */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import { type Bytes, random, toBase64url, toHex } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { VISITOR } from "../sealing/envelope.ts";
import { SealingError } from "../sealing/errors.ts";
import { openBox } from "../talk/box.ts";
import { openLog } from "../talk/log.ts";
import type { Say } from "../talk/talk.ts";
import { type Room, chat, put, withFirst } from "./chatting.ts";
import { type FetchCodes, offerComingBack } from "./coming_back.ts";
import { askBeforeCopying } from "./copying.ts";
import type { Leaving } from "./leaving.ts";
import { answered } from "./questions.ts";
import { offerAnswers } from "./quick.ts";
import { type Drawn, type Setup, start } from "./starting.ts";
import { offerAnswer } from "./still_you.ts";
import { showOutlook } from "./waiting.ts";
import type { VisitorWord } from "./words.ts";

/** A chat, or a message that is left without waiting for anybody. */
export function openChat(
  setup: Setup,
  words: Words<VisitorWord>,
  leaving: Leaving,
  fetchCodes: FetchCodes,
  isMessage = false,
): void {
  const drawn = draw();
  leaving.chat = { conversation: drawn.conversation, token: drawn.token };
  const sealed = new Conversation(drawn.id, drawn.key, VISITOR);
  const log = openLog(find("#log"), words, words("you"), words("counsellor"));
  const wait = find<HTMLButtonElement>("#wait");
  let say: Say = begin;
  let writing = (): void => {};
  const box = openBox(find("#box"), words, (...what) => say(...what), () => writing());
  const room: Room = { words, leaving, log, box, comesBack: false, first: {} };
  offerAnswers(box);
  askBeforeCopying(find("#log"), words, (text) => put("#line", text));
  wait.hidden = isMessage;

  /** Begin the chat with this text, which may be empty, and with what was answered. */
  async function begin(text: string): Promise<string | undefined> {
    wait.disabled = true;
    put("#line", text ? "" : words("starting"));
    try {
      const envelope = await sealed.seal(text, Date.now(), answered("#about"));
      return await ask(envelope, text);
    } catch (error) {
      return error instanceof SealingError ? error.reason : "not_sent";
    } finally {
      wait.disabled = false;
    }
  }

  async function ask(envelope: Bytes, text: string): Promise<string | undefined> {
    const notYet = (): void => {
      room.box.connected(false);
      put("#line", words("line_lost"));
    };
    const started = await start(drawn, setup, envelope, notYet, isMessage);
    room.box.connected(true);
    put("#line", "");
    if ("refused" in started) {
      await sealed.beginSession();
      put("#line", words(started.refused));
      return "not_sent";
    }
    const { at, outlook } = started;
    find("#about").hidden = wait.hidden = true;
    find("#log").hidden = false;
    put("#closes", setup.closes && words("closes_at", { time: setup.closes }));
    if (outlook) showOutlook(words, outlook);
    const talk = chat(room, drawn, sealed, { envelope, text, at });
    ({ say, writing } = talk);
    room.heard = offerAnswer(room, drawn, talk.tell);
    const coming = offerComingBack(room, drawn, setup, fetchCodes, talk.tell);
    if (isMessage) void coming.offerCode();
    return undefined;
  }

  wait.addEventListener("click", async () => {
    const begun = begin("");
    say = async (...what) => (await begun) ?? say(...what); // what is sent meanwhile waits its turn
    if (await begun) say = begin;
    else room.box.focus();
  });
}

/** A chat to which the visitor came back with her code: all that was said is there again. */
export function reopen(
  drawn: Drawn,
  setup: Setup,
  words: Words<VisitorWord>,
  leaving: Leaving,
  fetchCodes: FetchCodes,
): void {
  leaving.chat = { conversation: drawn.conversation, token: drawn.token };
  const log = openLog(find("#log"), words, words("you"), words("counsellor"));
  const box = openBox(find("#box"), words, (...what) => say(...what), () => talk.writing());
  const room: Room = { words, leaving, log, box, comesBack: true, first: { back: "code" } };
  find("#about").hidden = find("#wait").hidden = true;
  find("#log").hidden = find("#forget").hidden = false;
  offerAnswers(box);
  askBeforeCopying(find("#log"), words, (text) => put("#line", text));
  const talk = chat(room, drawn, new Conversation(drawn.id, drawn.key, VISITOR));
  /** With what is said first the counsellor learns that this is another page, and may be another phone. */
  const say = withFirst(room, talk.say);
  offerComingBack(room, drawn, setup, fetchCodes, talk.tell);
  room.heard = offerAnswer(room, drawn, talk.tell);
}

function draw(): Drawn {
  const [id, key] = [random(16), random(32)];
  return { conversation: toHex(id), token: toBase64url(random(32)), id, key };
}
