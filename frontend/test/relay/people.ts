/** Vera and Kim for tests of the relay: each says a list of things, and remembers what came, in order. */
import { placeOf } from "../../src/relay/frames.ts";
import { type Relay, openRelay } from "../../src/relay/relay.ts";
import type { Channel, ChannelEvents } from "../../src/relay/channel.ts";
import { type Bytes, concat, random, toHex, utf8 } from "../../src/sealing/bytes.ts";
import { writeHeader } from "../../src/sealing/envelope.ts";
import type { Server, World } from "./simulation.ts";

export const ID = new Uint8Array(16).fill(7);

/** An envelope with a real header and a text in place of the sealed payload. */
export function envelopeOf(text: string, session: Bytes, sequence: number): Bytes {
  const header = writeHeader({ conversation: ID, role: 1, session, sequence, previous: new Uint8Array(32) });
  const words = utf8(text);
  return concat(header, Uint8Array.of(words.length), words, new Uint8Array(271 - words.length));
}

export const textOf = (envelope: Bytes): string =>
  new TextDecoder().decode(envelope.slice(72, 72 + (envelope[71] as number)));

export class Person implements ChannelEvents {
  /** Every text that was handled, our own included, in the order in which it was handled. */
  readonly held: string[] = [];
  readonly toSay: string[];
  readonly relay: Relay;
  readonly #channel: Channel;
  #session = random(16);
  #sequence = 0;

  constructor(world: World, server: Server, toSay: string[]) {
    this.toSay = [...toSay];
    const nothing = (): void => {};
    const events = { connected: nothing, disconnected: nothing, notAllowed: nothing };
    this.relay = openRelay(server.connect, world, events);
    this.#channel = this.relay.enter({ do: "join", conversation: toHex(ID), token: "" }, this);
    this.#sayNext();
  }

  delivered(envelope: Bytes): void {
    this.held.push(textOf(envelope));
  }

  acknowledged({ sequence }: ReturnType<typeof placeOf>): void {
    if (sequence !== this.#sequence) throw new Error("acknowledged something else");
    this.held.push(this.toSay.shift() as string);
    this.#sayNext();
  }

  refused(): void {
    this.#session = random(16);
    this.#sequence = 0;
    this.#sayNext();
  }

  changed(): void {}

  moved(): void {}

  signed(): void {}

  #sayNext(): void {
    const [text] = this.toSay;
    if (text) this.#channel.send(envelopeOf(text, this.#session, ++this.#sequence));
  }
}
