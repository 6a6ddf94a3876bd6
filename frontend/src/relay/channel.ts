/** One conversation on the line: every envelope is handled once and in the order of its number. */
import { type Bytes, equal } from "../sealing/bytes.ts";
import { type Frame, type Numbered, type Place, type State, placeOf, samePlace } from "./frames.ts";

export interface ChannelEvents {
  /** An envelope that we did not just send. */
  delivered(envelope: Bytes, at: Numbered): void;
  /** What we sent is on the server's disk. */
  acknowledged(place: Place, at: Numbered): void;
  /** What we sent was refused; it will never be sent again. */
  refused(reason: string): void;
  changed(state: State): void;
  moved(place: number): void;
}

type InOrder = Extract<Frame, { is: "ack" | "envelope" }>;

/** Needs nothing but what it is told, so that a test can tell it anything in any order. */
export class Channel {
  /** Every envelope up to this number was handled. */
  last = 0;
  private readonly early = new Map<number, InOrder>();
  private readonly transmit: (envelope: Bytes) => void;
  private readonly events: ChannelEvents;
  private inFlight: { envelope: Bytes; place: Place } | undefined;

  constructor(transmit: (envelope: Bytes) => void, events: ChannelEvents) {
    this.transmit = transmit;
    this.events = events;
  }

  /** What is awaited: an answer to what was sent, or a number that was passed over. The same text: no progress. */
  get awaited(): string | undefined {
    const sent = this.inFlight?.place;
    return sent || this.early.size ? `${this.last} ${sent?.session} ${sent?.sequence}` : undefined;
  }

  /** Send an envelope; it is sent again, the same bytes, until it is acknowledged or refused. */
  send(envelope: Bytes): void {
    if (this.inFlight) throw new Error("one envelope at a time");
    this.inFlight = { envelope, place: placeOf(envelope) };
    this.transmit(envelope);
  }

  received(frame: Frame): void {
    if (frame.is === "ack" || frame.is === "envelope") this.inOrder(frame);
    else if (frame.is === "refused") this.refused(frame);
    else if (frame.is === "state") this.events.changed(frame.state);
    else if (frame.is === "place") this.events.moved(frame.place);
    else if (frame.is === "joined") this.joined(frame);
  }

  private joined({ state, place }: Extract<Frame, { is: "joined" }>): void {
    this.events.changed(state);
    if (place) this.events.moved(place);
    if (this.inFlight) this.transmit(this.inFlight.envelope);
  }

  private inOrder(frame: InOrder): void {
    if (frame.number > this.last) this.early.set(frame.number, frame);
    else if (frame.is === "ack") this.handle(frame);
    for (let next; (next = this.early.get(this.last + 1)); ) {
      this.last += 1;
      this.early.delete(this.last);
      this.handle(next);
    }
  }

  private handle(frame: InOrder): void {
    const sent = this.inFlight;
    if (sent && isAbout(frame, sent)) {
      this.inFlight = undefined;
      this.events.acknowledged(sent.place, frame);
    } else if (frame.is === "envelope") {
      this.events.delivered(frame.envelope, frame);
    }
  }

  private refused(frame: Extract<Frame, { is: "refused" }>): void {
    if (!this.inFlight || !samePlace(frame, this.inFlight.place)) return;
    this.inFlight = undefined;
    this.events.refused(frame.reason);
  }
}

/** Whether a frame says that what we sent is stored: an ack of it, or the envelope itself come back. */
const isAbout = (frame: InOrder, { envelope, place }: { envelope: Bytes; place: Place }): boolean =>
  frame.is === "ack" ? samePlace(frame, place) : equal(frame.envelope, envelope);
