/** A chat that has begun: from the place in the queue to its end. */
import { askFirst } from "../page/asking.ts";
import { find } from "../page/elements.ts";
import { post } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { clock, connect } from "../relay/browser.ts";
import type { State } from "../relay/frames.ts";
import { GONE, openRelay } from "../relay/relay.ts";
import { Conversation } from "../sealing/conversation.ts";
import type { About } from "../sealing/envelope.ts";
import type { Box } from "../talk/box.ts";
import type { Log } from "../talk/log.ts";
import { type Begun, type Said, type Say, type Talk, openTalk } from "../talk/talk.ts";
import { askAfter } from "./after.ts";
import { type Handing, openHanding } from "./handing.ts";
import type { Leaving } from "./leaving.ts";
import { type Photos, offerPhotos } from "./photos.ts";
import { showAnswers } from "./quick.ts";
import type { Drawn } from "./starting.ts";
import { hideOutlook, showOutlook } from "./waiting.ts";
import type { VisitorWord } from "./words.ts";

/** The page in which one chats. */
export interface Room {
  words: Words<VisitorWord>;
  leaving: Leaving;
  log: Log;
  box: Box;
  /** Whether the visitor can come back to this chat, so that she may go on writing after its end. */
  comesBack: boolean;
  /** What the counsellor is to learn with what is said first. */
  first: About;
  /** Something was said: the counsellor may ask whether it is still her. */
  heard?(said: Said): void;
}

/** What can be said in a chat, to all who are in it or to the counsellor alone. */
export interface Chat extends Talk {
  /** To the counsellor alone, also while somebody else was let in. */
  tell: Say;
}

/** Why a chat is over, as the page tells it. */
type Why = "ended_by_you" | "ended_by_counsellor" | "ended_by_time" | "ended_elsewhere";

export const put = (place: string, text: string): void => {
  find(place).textContent = text;
};

/** Without `begun` all that was said before is fetched. */
export function chat(room: Room, drawn: Drawn, sealed: Conversation, begun?: Begun): Chat {
  const { words, leaving, log, box } = room;
  const { conversation, token } = drawn;
  let [isConnected, isOver] = [true, false];
  let wasTaken = false;
  /** The end was asked for here. Without an answer it may have come to pass; the line will say. */
  let isOurEnd = false;
  const line = (isThere: boolean): void => {
    box.connected(isThere);
    if (isThere === isConnected) return;
    isConnected = isThere;
    put("#line", words(isThere ? "line_back" : "line_lost"));
    // Nobody reads what cannot arrive. When the line is back, the server says how things stand.
    if (!isThere) for (const place of ["#state", "#typing"]) put(place, "");
    log.toEnd();
  };
  const changed = (state: State): void => {
    handing?.changed(state === "open");
    if (state === "left") return over(seen("ended_by_time"));
    if (state === "ended") return over(seen(isOurEnd ? "ended_by_you" : "ended_by_counsellor"));
    if (isOver) goOn();
    photos?.mayBeSent(state === "open");
    if (state === "open") taken();
    else if (find("#waiting").hidden) put("#left", words("message_left")); // who waits is told her place
    find("#end").hidden = state !== "open" && find("#waiting").hidden; // a message is not to be ended by a slip
  };
  /** Who comes back to a chat that is over has not seen how it ended, and neither has this page. */
  const seen = (why: Why): Why | undefined => (begun || wasTaken || isOurEnd ? why : undefined);
  const taken = (): void => {
    hideOutlook();
    [wasTaken, isOurEnd] = [true, false];
    showAnswers(true);
    put("#left", "");
    put("#state", words("talking"));
  };

  /** The end: nothing can be written any more, and the page says what can be done now. */
  const over = (why?: Why): void => {
    isOver = true;
    if (!room.comesBack) relay.stop();
    find("#new-message").hidden = !room.comesBack;
    hideOutlook();
    showAnswers(false);
    photos?.mayBeSent(false);
    for (const line of ["#state", "#left", "#line", "#typing"]) put(line, "");
    put("#why", why ? words(why) : "");
    if (wasTaken && why !== "ended_elsewhere") askAfter(words, { conversation, token });
    find("#box").hidden = box.close();
    find("#writing").hidden = find("#still-you").hidden = true;
    find("#over").hidden = false;
    find("#chat").classList.add("ended");
    find("#over h2").focus();
  };

  /** It begins again: the visitor has left a new message. */
  const goOn = (): void => {
    isOver = false;
    find("#chat").classList.remove("ended");
    find("#over").hidden = true;
    find("#box").hidden = find("#writing").hidden = false;
    box.open();
    box.focus();
  };

  const relay = openRelay(connect, clock, {
    connected: () => line(true),
    disconnected: () => line(false),
    notAllowed: () => {
      room.comesBack = false; // the chat was opened elsewhere, or it is no more: here nothing of it can be deleted
      find("#forget").hidden = true;
      handing?.changed(false);
      over("ended_elsewhere");
    },
  });
  leaving.stop = () => relay.stop(GONE);
  addEventListener("online", relay.wake);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    relay.wake();
    talk.shown();
  });
  offerEnd(async () => {
    isOurEnd = true;
    const { status } = await post("/end", { conversation, token });
    isOurEnd = !status || status === 204;
    // When it is ended the line says so, after the last words; when it is not, that must be said here.
    if (status !== 204) put("#line", words(status ? "failed" : "no_connection"));
  });
  const events = {
    said: (said: Said) => {
      log.add(said);
      handing?.heard(said);
      room.heard?.(said);
    },
    unreadable: () => log.note(words("unreadable")),
    doubt: (isDoubtful: boolean) => put("#doubt", isDoubtful ? words("may_not_have_arrived") : ""),
    changed,
    moved: showOutlook.bind(undefined, words),
    isShown: () => !document.hidden,
    seen: log.seen,
    writing: (isWriting: boolean) => put("#typing", isWriting ? words("counsellor_writing") : ""),
  };
  let photos: Photos | undefined;
  let handing: Handing | undefined; // what was said before there is one was said by ourselves
  const base = openTalk(relay, { do: "join", conversation, token }, sealed, events, begun);
  handing = openHanding(room, drawn, relay, base);
  const tell = withFirst(room, base.say);
  photos = offerPhotos(room, drawn, (text, photo) => tell(text, {}, {}, photo));
  const { talk } = handing;
  return { ...talk, tell };
}

/** Saying something; what the counsellor is to learn first goes with it. */
export const withFirst =
  (room: Room, say: Say): Say =>
  async (text, about, ...what) => {
    const refusal = await say(text, { ...room.first, ...about }, ...what);
    if (!refusal) room.first = {};
    return refusal;
  };

/** "End the chat" asks once, in the page itself. */
function offerEnd(end: () => Promise<unknown>): void {
  const [button, question, yes, no] = ["#end", "#sure", "#yes", "#no"].map((name) => find(name)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  button.hidden = false;
  askFirst(button, question, { yes, no }, end);
}
