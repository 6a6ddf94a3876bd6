/** Waiting and talking: from the place in the queue to the end of the chat. */
import { find } from "../page/elements.ts";
import { post } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import type { State } from "../relay/frames.ts";
import { clock, connect } from "../relay/browser.ts";
import { openRelay } from "../relay/relay.ts";
import type { Bytes } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { VISITOR } from "../sealing/envelope.ts";
import { openBox } from "../talk/box.ts";
import { openLog } from "../talk/log.ts";
import { openTalk } from "../talk/talk.ts";
import type { Leaving } from "./leaving.ts";
import type { VisitorWord } from "./words.ts";

export interface Chat {
  conversation: string;
  token: string;
  id: Bytes;
  key: Bytes;
  words: Words<VisitorWord>;
  leaving: Leaving;
}

export function talk({ conversation, token, id, key, words, leaving }: Chat): void {
  const log = openLog(find("#log"), words("you"), words("counsellor"));
  const put = (place: string, text: string): void => {
    find(place).textContent = text;
  };
  let isConnected = true;
  const line = (isThere: boolean): void => {
    box.connected(isThere);
    if (isThere === isConnected) return;
    isConnected = isThere;
    put("#line", words(isThere ? "line_back" : "line_lost"));
    // Nobody reads what cannot arrive. When the line is back, the server says how things stand.
    if (!isThere) put("#state", "");
    log.toEnd();
  };
  const changed = (state: State): void => {
    if (state === "open") put("#state", words("talking"));
    else if (state !== "waiting") over();
  };

  /** The end: nothing can be written any more, and the page says what can be done now. */
  const over = (): void => {
    relay.stop();
    for (const line of ["#state", "#line"]) put(line, "");
    find("#box").hidden = box.close();
    find("#writing").hidden = true;
    find("#over").hidden = false;
    find("#over h2").focus();
  };

  const relay = openRelay(connect, clock, {
    connected: () => line(true),
    disconnected: () => line(false),
    notAllowed: () => over(),
  });
  const say = openTalk(relay, { do: "join", conversation, token }, new Conversation(id, key, VISITOR), {
    said: log.add,
    unreadable: () => log.note(words("unreadable")),
    doubt: (isDoubtful) => put("#doubt", isDoubtful ? words("may_not_have_arrived") : ""),
    changed,
    moved: (place) => put("#state", words(place > 1 ? "place_in_queue" : "next_in_queue", { place })),
  });
  const box = openBox(find("#box"), words, say);
  leaving.stop = relay.stop;
  addEventListener("online", relay.wake);
  document.addEventListener("visibilitychange", () => document.hidden || relay.wake());
  offerEnd(async () => {
    const { status } = await post("/end", { conversation, token });
    // When it is ended the line says so, after the last words; when it is not, that must be said here.
    if (status !== 204) put("#line", words(status ? "failed" : "no_connection"));
  });

  find("#intro").hidden = true;
  find("#chat").hidden = false;
  box.focus();
}

/** "End the chat" asks once, in the page itself. */
function offerEnd(end: () => Promise<unknown>): void {
  const [button, question, yes, no] = ["#end", "#sure", "#yes", "#no"].map((name) => find(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const asking = (isAsking: boolean): void => {
    question.hidden = !isAsking;
    button.hidden = isAsking;
    (isAsking ? no : button).focus();
  };
  button.addEventListener("click", () => asking(true));
  no.addEventListener("click", () => asking(false));
  yes.addEventListener("click", () => void end());
}
