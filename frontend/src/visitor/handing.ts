/** Handing over, as far as every chat needs it: hears that something is asked, and then fetches the rest. */
import { find } from "../page/elements.ts";
import type { Relay } from "../relay/relay.ts";
import { type Bytes, fromHex } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { PARTNER, VISITOR } from "../sealing/envelope.ts";
import { type Said, type Talk, openTalk } from "../talk/talk.ts";
import type { Room } from "./chatting.ts";
import type { Drawn } from "./starting.ts";

export interface Handing {
  /** Something was said in the conversation; it may be about handing over. */
  heard(said: Said): void;
  /** Whether somebody is there who can be answered. */
  changed(isOpen: boolean): void;
  /** To the counsellor, or to both while somebody else was let in. */
  talk: Talk;
}

/** A part of the conversation with somebody who was let in. */
export interface NewPart {
  conversation: string;
  token: string;
  key: Bytes;
  receiver: string;
  /** That the receiver is writing, in words. */
  writes: string;
}

/** What the script that is fetched later works with. */
export interface Surroundings {
  room: Room;
  drawn: Drawn;
  /** Whether the counsellor is there. When she is not, nothing that is told arrives. */
  isOpen(): boolean;
  /** Tell the counsellor something that is not text. */
  tell(handover: object): Promise<string | undefined>;
  enter(part: NewPart, over: () => void): void;
}

type Consent = typeof import("./consent.ts");

const isFull = (content?: object): content is object => content !== undefined && Object.keys(content).length > 0;

export function openHanding(room: Room, drawn: Drawn, relay: Relay, base: Talk): Handing {
  /** The parts that last, the latest last. Who comes back goes through those that are over too. */
  const parts: Talk[] = [];
  const current = (): Talk => parts[parts.length - 1] ?? base;
  let consent: Promise<ReturnType<Consent["openConsent"]>> | undefined;
  let isOpen = true;

  function enter({ conversation, token, key, receiver, writes }: NewPart, over: () => void): void {
    const sealed = new Conversation(fromHex(conversation), key, VISITOR);
    const part = openTalk(relay, { do: "join", conversation, token }, sealed, {
      said: (said) => room.log.add(said.role === PARTNER ? { ...said, from: receiver } : said),
      unreadable: () => room.log.note(room.words("unreadable")),
      doubt: () => {},
      changed: (state) => {
        if ((state !== "ended" && state !== "left") || !parts.includes(part)) return;
        relay.leave(conversation);
        parts.splice(parts.indexOf(part), 1);
        over();
      },
      moved: () => {},
      isShown: () => !document.hidden,
      seen: room.log.seen,
      writing(isWriting, role) {
        const words = role === PARTNER ? writes : room.words("counsellor_writing");
        find("#typing").textContent = isWriting ? words : "";
      },
    });
    parts.push(part);
  }

  const tell = (handover: object): Promise<string | undefined> => base.say("", {}, handover);
  const surroundings: Surroundings = { room, drawn, isOpen: () => isOpen, tell, enter };
  const address = find<HTMLScriptElement>("script[data-fifth]").dataset.fifth;
  const load = async () => {
    const language = document.documentElement.lang;
    const texts = fetch(`/words?language=${language}`).then((answer) => answer.json());
    const { openConsent } = (await import(address as string)) as Consent;
    return openConsent(surroundings, await texts);
  };

  return {
    heard({ handover, byUs, text }) {
      if (byUs && text) void consent?.then(({ fold }) => fold());
      if (!isFull(handover)) return;
      consent ??= load();
      consent.then((opened) => opened.told(handover, byUs)).catch(() => {
        consent = undefined;
        room.log.note(room.words("no_connection"), true);
      });
    },
    changed(isOpenNow) {
      if (isOpenNow === isOpen) return;
      isOpen = isOpenNow;
      void consent?.then(({ changed }) => changed());
    },
    talk: {
      say: (...what) => current().say(...what),
      writing: () => current().writing(),
      shown() {
        for (const talk of [base, ...parts]) talk.shown();
      },
    },
  };
}
