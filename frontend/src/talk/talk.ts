/** A conversation as a page has it: say something, and hear what was said, in the one order that all see. */
import type { ChannelEvents } from "../relay/channel.ts";
import { type Numbered, type Outlook, type State, placeOf } from "../relay/frames.ts";
import type { Entry, Relay } from "../relay/relay.ts";
import { clock } from "../relay/browser.ts";
import { type Bytes, toHex } from "../sealing/bytes.ts";
import type { Conversation } from "../sealing/conversation.ts";
import { type About, type SentPhoto, readHeader } from "../sealing/envelope.ts";
import { SealingError } from "../sealing/errors.ts";
import { Arrivals } from "./arrivals.ts";
import { Signing, type SigningEvents } from "./signing.ts";

export interface Said {
  text: string;
  /** When the server stored it, in milliseconds. */
  at: number;
  byUs: boolean;
  session: string;
  sequence: number;
  /** What the visitor answered before the chat. */
  about?: About;
  /** What is told about handing over. */
  handover?: object;
  photo?: SentPhoto | undefined;
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

export interface TalkEvents extends SigningEvents {
  said(line: Said): void;
  /** An envelope came that is not what it should be; it is not shown. */
  unreadable(): void;
  /** Whether the last message may not have arrived. */
  doubt(isDoubtful: boolean): void;
  changed(state: State): void;
  /** The place in the queue, and how long it will take. */
  moved(outlook: Outlook): void;
  /** Whether somebody can see now what comes in. */
  isShown(): boolean;
}

/** Say something, one thing at a time. The answer comes when it is on the server's disk, or says why not. */
export type Say = (text: string, about?: About, handover?: object, photo?: SentPhoto) => Promise<string | undefined>;

export interface Talk {
  say: Say;
  /** Somebody is writing here. */
  writing(): void;
  /** What came in can be seen now. */
  shown(): void;
}

export function openTalk(
  relay: Relay,
  entry: Entry,
  conversation: Conversation,
  events: TalkEvents,
  begun?: Begun,
  time = clock,
): Talk {
  const arrivals = new Arrivals();
  const { signs } = conversation;
  let sending: { text: string; handover: object | undefined; answer: (refusal?: string) => void } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** Opening and sealing take a moment; one after the other, so that nothing overtakes. What fails holds up nothing. */
  const inTurn = (work: () => Promise<void> | void): void => {
    turn = turn.then(work, work).catch(() => events.unreadable());
  };
  const signing = new Signing((sign) => inTurn(async () => channel.sign(await signs.seal(sign))), time, events);
  const answer = (refusal?: string): void => {
    sending?.answer(refusal);
    sending = undefined;
  };

  const listener: ChannelEvents = {
    delivered: (envelope, { number, storedAt }) =>
      inTurn(async () => {
        try {
          const { header, message } = await conversation.open(envelope);
          const [byUs, session, { sequence }] = [header.role === conversation.role, toHex(header.session), header];
          const { ack, sent_at, ...what } = message;
          events.said({ ...what, at: storedAt, byUs, session, sequence, role: header.role });
          if (byUs) return;
          for (const [ours, arrived] of Object.entries(ack)) events.seen(ours, arrived, 0);
          events.doubt(arrivals.heard(session, number, ack));
          signing.arrived(session, sequence, events.isShown());
        } catch {
          events.unreadable();
        }
      }),
    acknowledged: (place, { number, storedAt }) =>
      inTurn(() => {
        const { text = "", handover = {} } = sending ?? {};
        answer();
        arrivals.sent(place, number);
        const { session, sequence } = place;
        events.said({ text, at: storedAt, byUs: true, session, sequence, handover });
        signing.stopped();
      }),
    refused: (reason) =>
      inTurn(async () => {
        await conversation.beginSession().finally(() => answer(reason));
      }),
    changed: (state) =>
      inTurn(() => {
        signing.open(state === "open");
        events.changed(state);
      }),
    moved: events.moved,
    signed: (sealed) =>
      inTurn(async () => {
        const sign = await signs.open(sealed).catch(() => undefined);
        if (sign) signing.received(sign, readHeader(sealed).role);
      }),
  };
  if (begun) {
    const place = placeOf(begun.envelope);
    arrivals.sent(place, begun.at.number);
    events.said({ text: begun.text, at: begun.at.storedAt, byUs: true, ...place });
  }
  const channel = relay.enter(entry, listener, begun?.at.number);

  const sayOne: Say = (text, about, handover, photo) =>
    new Promise((resolve) => {
      sending = { text, handover, answer: resolve };
      inTurn(async () => {
        try {
          channel.send(await conversation.seal(text, Date.now(), about, handover, photo));
        } catch (error) {
          answer(error instanceof SealingError ? error.reason : "not_sent");
        }
      });
    });
  // What is told beside the text, by a page and not by a person, waits for its turn like everything else.
  let last: Promise<unknown> = Promise.resolve();
  const say: Say = (...what) => {
    const said = last.then(() => sayOne(...what));
    last = said;
    return said;
  };
  return { say, writing: () => signing.writing(), shown: () => signing.shown() };
}
