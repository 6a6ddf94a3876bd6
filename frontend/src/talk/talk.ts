/** A conversation as a page has it: say something, and hear what was said, in the one order that all see. */
import type { ChannelEvents } from "../relay/channel.ts";
import { type Numbered, type Outlook, type State, placeOf } from "../relay/frames.ts";
import type { Entry, Relay } from "../relay/relay.ts";
import { type Bytes, toHex } from "../sealing/bytes.ts";
import type { Conversation } from "../sealing/conversation.ts";
import type { About } from "../sealing/envelope.ts";
import { SealingError } from "../sealing/errors.ts";
import { Arrivals } from "./arrivals.ts";

export interface Said {
  text: string;
  /** When the server stored it, in milliseconds. */
  at: number;
  byUs: boolean;
  /** What the visitor answered before the chat. */
  about?: About;
  /** What is told about handing over. */
  handover?: object;
  /** Who said it: the counsellor, or who was let in. */
  role?: number;
  /** The name of who said it, where it is not who usually does. */
  from?: string;
}

/** What was sent with the wish to begin, before there was a line: it is on the server's disk already. */
export interface Begun {
  envelope: Bytes;
  text: string;
  at: Numbered;
}

export interface TalkEvents {
  said(line: Said): void;
  /** An envelope came that is not what it should be; it is not shown. */
  unreadable(): void;
  /** Whether the last message may not have arrived. */
  doubt(isDoubtful: boolean): void;
  changed(state: State): void;
  /** The place in the queue, and how long it will take. */
  moved(outlook: Outlook): void;
}

/** Say something, one thing at a time. The answer comes when it is on the server's disk, or says why not. */
export type Say = (text: string, handover?: object) => Promise<string | undefined>;

export function openTalk(
  relay: Relay,
  entry: Entry,
  conversation: Conversation,
  events: TalkEvents,
  begun?: Begun,
): Say {
  const arrivals = new Arrivals();
  let sending: { text: string; handover?: object | undefined; answer: (refusal?: string) => void } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** Opening and sealing take a moment; one after the other, so that nothing overtakes. */
  const inTurn = (work: () => Promise<void> | void): void => {
    turn = turn.then(work);
  };
  const answer = (refusal?: string): void => {
    sending?.answer(refusal);
    sending = undefined;
  };

  const listener: ChannelEvents = {
    delivered: (envelope, { number, storedAt }) =>
      inTurn(async () => {
        try {
          const { header, message } = await conversation.open(envelope);
          const byUs = header.role === conversation.role;
          const { text, about, handover } = message;
          events.said({ text, at: storedAt, byUs, about, handover, role: header.role });
          if (!byUs) events.doubt(arrivals.heard(toHex(header.session), number, message.ack));
        } catch {
          events.unreadable();
        }
      }),
    acknowledged: (place, { number, storedAt }) =>
      inTurn(() => {
        arrivals.sent(place, number);
        const { text = "", handover = {} } = sending ?? {};
        events.said({ text, at: storedAt, byUs: true, handover });
        answer();
      }),
    refused: (reason) =>
      inTurn(async () => {
        await conversation.beginSession();
        answer(reason);
      }),
    changed: (state) => inTurn(() => events.changed(state)),
    moved: events.moved,
  };
  if (begun) {
    arrivals.sent(placeOf(begun.envelope), begun.at.number);
    events.said({ text: begun.text, at: begun.at.storedAt, byUs: true });
  }
  const channel = relay.enter(entry, listener, begun?.at.number);

  const sayOne: Say = (text, handover) =>
    new Promise((resolve) => {
      sending = { text, handover, answer: resolve };
      inTurn(async () => {
        try {
          channel.send(await conversation.seal(text, Date.now(), {}, handover));
        } catch (error) {
          answer(error instanceof SealingError ? error.reason : "not_sent");
        }
      });
    });

  // What is told beside the text, by a page and not by a person, waits for its turn like everything else.
  let last: Promise<unknown> = Promise.resolve();
  return (text, handover) => {
    const said = last.then(() => sayOne(text, handover));
    last = said;
    return said;
  };
}
