/** All that a page has with the server's relay: one line, and a channel for each conversation on it. */
import { type Channel, type ChannelEvents, openChannel } from "./channel.ts";
import { type Besides, type Waiting, readFrame } from "./frames.ts";
import { type Clock, type Connect, openLine } from "./line.ts";

export interface RelayEvents {
  connected(): void;
  disconnected(): void;
  /** The server does not let us in (any more). */
  notAllowed(conversation?: string): void;
  /** The queue. Only staff may see it, and only who gives this asks for it. */
  waiting?(visitors: Waiting[], besides: Besides): void;
}

/** How a page says which conversation it takes part in. */
export type Entry = { do: "join"; conversation: string; token: string } | { do: "follow"; conversation: string };

export interface Relay {
  /** Take part in a conversation, from the envelope on that follows `last`. */
  enter(entry: Entry, events: ChannelEvents, last?: number): Channel;
  /** Take no part in it any more, also not over a line that is made anew. */
  leave(conversation: string): void;
  wake(): void;
  stop(code?: number): void;
}

/** The code with which the visitor's page closes the line when she leaves: it may arrive where a request does not. */
export const GONE = 4410;

/** The code with which the server closes the line of a colleague who is signed out. */
const SESSION_OVER = 4401;

/** How long an answer may stay out before the line is made anew. */
const PATIENCE = 8_000;

export function openRelay(connect: Connect, clock: Clock, events: RelayEvents): Relay {
  const channels = new Map<string, { entry: Entry; channel: Channel }>();
  let cancel = (): void => {};

  const announce = (entry: Entry, channel: Channel): void =>
    line.send(JSON.stringify({ ...entry, last: channel.last() }));

  const line = openLine(connect, clock, {
    opened() {
      if (events.waiting) line.send('{"do":"watch"}');
      for (const { entry, channel } of channels.values()) announce(entry, channel);
      events.connected();
    },
    received(data) {
      const frame = readFrame(data);
      if (frame.is === "waiting") events.waiting?.(frame.visitors, frame);
      else if (frame.is === "error") frame.reason === "not_allowed" && events.notAllowed(frame.conversation);
      else if ("conversation" in frame) channels.get(frame.conversation)?.channel.received(frame);
      else for (const { channel } of channels.values()) channel.received(frame);
    },
    closed(code) {
      events.disconnected();
      if (code === SESSION_OVER) events.notAllowed();
    },
  });

  /** A server that leaves something unanswered for so long gets a fresh line, on which it is asked again. */
  function watchOver(before: (string | undefined)[]): void {
    cancel = clock.after(PATIENCE, () => {
      const awaited = Array.from(channels.values(), ({ channel }) => channel.awaited());
      const isStuck = awaited.some((what) => what && before.includes(what));
      if (isStuck) line.restart();
      watchOver(isStuck ? [] : awaited);
    });
  }

  watchOver([]);
  return {
    enter(entry, channelEvents, last) {
      const channel = openChannel(line.send, channelEvents, last);
      channels.set(entry.conversation, { entry, channel });
      announce(entry, channel);
      return channel;
    },
    leave(conversation) {
      channels.delete(conversation);
      line.send(JSON.stringify({ do: "unfollow", conversation }));
    },
    wake: line.wake,
    stop(code) {
      cancel();
      line.stop(code);
    },
  };
}
