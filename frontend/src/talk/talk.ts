/** A conversation as a page has it: say something, and hear what was said, in the one order that all see. */
import type { Channel } from "../relay/channel.ts";
import { type Numbered, type Place, type State } from "../relay/frames.ts";
import type { Entry, Relay } from "../relay/relay.ts";
import { type Bytes, toHex } from "../sealing/bytes.ts";
import type { Conversation } from "../sealing/conversation.ts";
import { SealingError } from "../sealing/errors.ts";
import { Arrivals } from "./arrivals.ts";

export interface Said {
  text: string;
  /** When the server stored it, in milliseconds. */
  at: number;
  byUs: boolean;
}

export interface TalkEvents {
  said(line: Said): void;
  /** An envelope came that is not what it should be; it is not shown. */
  unreadable(): void;
  /** Whether the last message may not have arrived. */
  doubt(isDoubtful: boolean): void;
  changed(state: State): void;
  /** The place in the queue. */
  moved(place: number): void;
}

export class Talk {
  private readonly conversation: Conversation;
  private readonly events: TalkEvents;
  private readonly channel: Channel;
  private readonly arrivals = new Arrivals();
  private turn: Promise<unknown> = Promise.resolve();
  private sending: { text: string; answer: (refusal?: string) => void } | undefined;

  constructor(relay: Relay, entry: Entry, conversation: Conversation, events: TalkEvents) {
    this.conversation = conversation;
    this.events = events;
    this.channel = relay.enter(entry, {
      delivered: (envelope, at) => this.inTurn(() => this.open(envelope, at)),
      acknowledged: (place, at) => this.inTurn(async () => this.stored(place, at)),
      refused: (reason) => this.inTurn(() => this.refused(reason)),
      changed: (state) => this.inTurn(async () => events.changed(state)),
      moved: (place) => events.moved(place),
    });
  }

  /** Say something, one thing at a time. The answer comes when it is on the server's disk, or says why not. */
  say(text: string): Promise<string | undefined> {
    return new Promise((answer) => {
      this.sending = { text, answer };
      this.inTurn(async () => {
        try {
          this.channel.send(await this.conversation.seal(text, Date.now()));
        } catch (error) {
          this.answer(error instanceof SealingError ? error.reason : "not_sent");
        }
      });
    });
  }

  /** Opening and sealing take a moment; one after the other, so that nothing overtakes. */
  private inTurn(work: () => Promise<void>): void {
    this.turn = this.turn.then(work);
  }

  private async open(envelope: Bytes, { number, storedAt }: Numbered): Promise<void> {
    try {
      const { header, message } = await this.conversation.open(envelope);
      const byUs = header.role === this.conversation.role;
      this.events.said({ text: message.text, at: storedAt, byUs });
      if (!byUs) this.events.doubt(this.arrivals.heard(toHex(header.session), number, message.ack));
    } catch {
      this.events.unreadable();
    }
  }

  private stored(place: Place, { number, storedAt }: Numbered): void {
    this.arrivals.sent(place, number);
    this.events.said({ text: this.sending?.text ?? "", at: storedAt, byUs: true });
    this.answer();
  }

  private async refused(reason: string): Promise<void> {
    await this.conversation.beginSession();
    this.answer(reason);
  }

  private answer(refusal?: string): void {
    this.sending?.answer(refusal);
    this.sending = undefined;
  }
}
