/** One conversation on the line: every envelope is handled once and in the order of its number. */
import { type Bytes, equal } from "../sealing/bytes.ts";
import { type Frame, type Numbered, type Outlook, type Place, type State, placeOf, samePlace, writeSign } from "./frames.ts";

export interface ChannelEvents {
  /** An envelope that we did not just send. */
  delivered(envelope: Bytes, at: Numbered): void;
  /** What we sent is on the server's disk. */
  acknowledged(place: Place, at: Numbered): void;
  /** What we sent was refused; it will never be sent again. */
  refused(reason: string): void;
  changed(state: State): void;
  moved(outlook: Outlook): void;
  /** A sign of the other side. */
  signed(sign: Bytes): void;
}

export interface Channel {
  /** Every envelope up to this number was handled. */
  last(): number;
  /** What is awaited: an answer to what was sent, a number that was passed over, or words before the end. The same text: no progress. */
  awaited(): string | undefined;
  /** Send an envelope; it is sent again, the same bytes, until it is acknowledged or refused. */
  send(envelope: Bytes): void;
  /** Give a sign now, or not at all. */
  sign(sign: Bytes): void;
  received(frame: Frame): void;
}

interface Sent {
  envelope: Bytes;
  place: Place;
}

type InOrder = Extract<Frame, { is: "ack" | "envelope" }>;

/**
 * Needs nothing but what it is told, so that a test can tell it anything in any order. `last`: every envelope up to
 * this number was handled before.
 */
export function openChannel(transmit: (envelope: Bytes) => void, events: ChannelEvents, last = 0): Channel {
  let sent: Sent | undefined;
  /** A state is told once all that was said before it is handled: the last words come before the end. */
  let held: { state: State; last: number } | undefined;
  const early = new Map<number, InOrder>();

  function inOrder(frame: InOrder): void {
    if (frame.number > last) early.set(frame.number, frame);
    else if (frame.is === "ack") handle(frame);
    for (let next; (next = early.get(last + 1)); ) {
      last += 1;
      early.delete(last);
      handle(next);
    }
    tellState();
  }

  function handle(frame: InOrder): void {
    if (sent && isAbout(frame, sent)) {
      const { place } = sent;
      sent = undefined;
      events.acknowledged(place, frame);
    } else if (frame.is === "envelope") {
      events.delivered(frame.envelope, frame);
    }
  }

  function tellState(): void {
    if (!held || held.last > last) return;
    const { state } = held;
    held = undefined;
    events.changed(state);
  }

  return {
    last: () => last,
    awaited: () => (sent || held || early.size ? `${last} ${sent?.place.session} ${sent?.place.sequence}` : undefined),
    send(envelope) {
      if (sent) throw new Error("one envelope at a time");
      sent = { envelope, place: placeOf(envelope) };
      transmit(envelope);
    },
    sign: (sign) => transmit(writeSign(sign)),
    received(frame) {
      if (frame.is === "sign") {
        events.signed(frame.sign);
      } else if (frame.is === "ack" || frame.is === "envelope") {
        inOrder(frame);
      } else if (frame.is === "refused") {
        if (!sent || !samePlace(frame, sent.place)) return;
        sent = undefined;
        events.refused(frame.reason);
      } else {
        if ("state" in frame) {
          held = frame;
          tellState();
        }
        if ("place" in frame && frame.place) events.moved(frame);
        if (frame.is === "joined" && sent) transmit(sent.envelope);
      }
    },
  };
}

/** Whether a frame says that what we sent is stored: an ack of it, or the envelope itself come back. */
const isAbout = (frame: InOrder, { envelope, place }: Sent): boolean =>
  frame.is === "ack" ? samePlace(frame, place) : equal(frame.envelope, envelope);
