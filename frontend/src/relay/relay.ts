/** All that a page has with the server's relay: one line, and a channel for each conversation on it. */
import { Channel, type ChannelEvents } from "./channel.ts";
import { type Frame, type Waiting, readFrame } from "./frames.ts";
import { type Clock, type Connect, Line } from "./line.ts";

export interface RelayEvents {
  connected(): void;
  disconnected(): void;
  /** The queue, for staff. */
  waiting(visitors: Waiting[]): void;
  /** The server does not let us in (any more). */
  notAllowed(conversation: string | undefined): void;
}

/** How a page says which conversation it takes part in; `last` is the last number that it holds. */
export type Entry = { do: "join"; conversation: string; token: string } | { do: "follow"; conversation: string };

/** The code with which the server closes the line of a colleague who is signed out. */
const SESSION_OVER = 4401;

/** How long an answer may stay out before the line is made anew. */
const PATIENCE = 8_000;

export class Relay {
  private readonly line: Line;
  private readonly clock: Clock;
  private readonly events: RelayEvents;
  private readonly channels = new Map<string, { entry: Entry; channel: Channel }>();
  private readonly watches: boolean;
  private cancel = (): void => {};

  /** `watches`: whether the queue is wanted, which only staff may see. */
  constructor(connect: Connect, clock: Clock, watches: boolean, events: RelayEvents) {
    this.clock = clock;
    this.watches = watches;
    this.events = events;
    this.line = new Line(connect, clock, {
      opened: () => this.opened(),
      received: (data) => this.received(readFrame(data)),
      closed: (code) => this.closed(code),
    });
    this.watchOver();
  }

  /** Take part in a conversation, from its first envelope on. */
  enter(entry: Entry, events: ChannelEvents): Channel {
    const channel = new Channel((envelope) => this.line.send(envelope), events);
    this.channels.set(entry.conversation, { entry, channel });
    this.announce({ entry, channel });
    return channel;
  }

  leave(conversation: string): void {
    this.channels.delete(conversation);
  }

  wake(): void {
    this.line.wake();
  }

  stop(): void {
    this.channels.clear();
    this.cancel();
    this.line.stop();
  }

  private opened(): void {
    if (this.watches) this.line.send('{"do":"watch"}');
    for (const present of this.channels.values()) this.announce(present);
    this.events.connected();
  }

  private closed(code: number | undefined): void {
    this.events.disconnected();
    if (code === SESSION_OVER) this.events.notAllowed(undefined);
  }

  private announce({ entry, channel }: { entry: Entry; channel: Channel }): void {
    this.line.send(JSON.stringify({ ...entry, last: channel.last }));
  }

  private received(frame: Frame): void {
    if (frame.is === "waiting") this.events.waiting(frame.visitors);
    else if (frame.is === "error") this.refused(frame);
    else if ("conversation" in frame) this.channels.get(frame.conversation ?? "")?.channel.received(frame);
    else for (const { channel } of this.channels.values()) channel.received(frame);
  }

  private refused({ reason, conversation }: Extract<Frame, { is: "error" }>): void {
    if (reason === "not_allowed") this.events.notAllowed(conversation);
  }

  /** A server that leaves something unanswered for so long gets a fresh line, on which it is asked again. */
  private watchOver(before: (string | undefined)[] = []): void {
    this.cancel = this.clock.after(PATIENCE, () => {
      const awaited = [...this.channels.values()].map(({ channel }) => channel.awaited);
      const isStuck = awaited.some((what) => what && before.includes(what));
      if (isStuck) this.line.restart();
      this.watchOver(isStuck ? [] : awaited);
    });
  }
}
