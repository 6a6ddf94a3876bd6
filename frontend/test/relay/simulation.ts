/** A world for the relay's client: time that a test moves, chance with a seed, and a network that misbehaves. */
import type { Clock, Connect, SocketEvents } from "../../src/relay/line.ts";
import { type Place, placeOf, samePlace } from "../../src/relay/frames.ts";
import { type Bytes, concat, equal, fromHex, uint32 } from "../../src/sealing/bytes.ts";

/** A small generator of chance that gives the same again for the same seed (mulberry32). */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class World implements Clock {
  now = 0;
  readonly random: () => number;
  #tasks: { at: number; order: number; act: () => void }[] = [];
  #order = 0;

  constructor(seed = 1) {
    this.random = chanceFrom(seed);
  }

  after(milliseconds: number, act: () => void): () => void {
    const task = { at: this.now + milliseconds, order: this.#order++, act };
    this.#tasks.push(task);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  /** Let time pass, and do what falls due, in order. */
  pass(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const [next] = this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order);
      if (!next) break;
      this.#tasks = this.#tasks.filter((task) => task !== next);
      this.now = next.at;
      next.act();
    }
    this.now = end;
  }
}

/** How often the network does what: chances between 0 and 1. */
export interface Misbehaviour {
  breaks: number;
  drops: number;
  doubles: number;
  refuses: number;
}

type Wire = string | Bytes;

interface Guest {
  tell(frame: Wire): void;
  hangUp(): void;
  joined: boolean;
}

/** A server with a journal for one conversation, over wires that misbehave. */
export class Server {
  readonly journal: Bytes[] = [];
  down = false;
  readonly #world: World;
  wires: Misbehaviour;
  readonly #guests = new Set<Guest>();
  /** Called for every envelope that arrives, stored or not. */
  onEnvelope: (place: Place, envelope: Bytes) => void = () => {};

  constructor(world: World, wires: Misbehaviour) {
    this.#world = world;
    this.wires = wires;
  }

  connect: Connect = (events) => {
    const world = this.#world;
    let alive = true;
    const end = (): void => {
      if (!alive) return;
      alive = false;
      this.#guests.delete(guest);
      world.after(1, () => events.closed());
    };
    const guest: Guest = { joined: false, hangUp: end, tell: this.#wire((frame) => alive && events.received(asReceived(frame)), end, this.wires.doubles) };
    // The way up doubles nothing by itself: what comes twice there, the page has sent twice.
    const ask = this.#wire((frame) => alive && this.#asked(guest, frame), end, 0);
    world.after(20, () => (this.down ? end() : alive && this.#welcome(guest, events)));
    return { send: ask, close: end };
  };

  /** End every connection, as a server does that is killed. */
  hangUp(): void {
    for (const guest of this.#guests) guest.hangUp();
  }

  #welcome(guest: Guest, events: SocketEvents): void {
    this.#guests.add(guest);
    events.opened();
  }

  /** One direction of a connection: in order, with delays, and sometimes worse. */
  #wire(deliver: (frame: Wire) => void, breakDown: () => void, doubles: number): (frame: Wire) => void {
    const { random } = this.#world;
    let free = 0;
    return (frame) => {
      if (random() < this.wires.breaks) breakDown();
      if (random() < this.wires.drops) return;
      const copies = random() < doubles ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        free = Math.max(free, this.#world.now + random() * 300);
        this.#world.after(free - this.#world.now, () => deliver(frame));
      }
    };
  }

  #asked(guest: Guest, frame: Wire): void {
    if (typeof frame !== "string") return this.#envelope(guest, frame);
    const { do: wish, last = 0, conversation = "" } = JSON.parse(frame);
    if (wish === "ping") guest.tell('{"is":"pong"}');
    if (wish !== "join") return;
    guest.joined = true;
    guest.tell(JSON.stringify({ is: "joined", conversation, state: "open", last: this.journal.length }));
    for (let number = last + 1; number <= this.journal.length; number++) guest.tell(this.#stored(number));
  }

  #envelope(guest: Guest, envelope: Bytes): void {
    const place = placeOf(envelope);
    this.onEnvelope(place, envelope);
    const known = this.journal.findIndex((stored) => samePlace(placeOf(stored), place));
    if (known >= 0) {
      const isSame = equal(this.journal[known] as Bytes, envelope);
      return guest.tell(isSame ? ackOf(envelope, known + 1) : refusalOf(envelope, "forged"));
    }
    if (this.#world.random() < this.wires.refuses) return guest.tell(refusalOf(envelope, "too_fast"));
    const number = this.journal.push(envelope);
    for (const other of this.#guests)
      if (other.joined) other.tell(other === guest ? ackOf(envelope, number) : this.#stored(number));
  }

  #stored(number: number): Bytes {
    const envelope = this.journal[number - 1] as Bytes;
    return concat(Uint8Array.of(2), uint64(number), uint64(1000 + number), envelope);
  }
}

const uint64 = (number: number): Bytes => concat(uint32(0), uint32(number));

const asReceived = (frame: Wire): string | ArrayBuffer => (typeof frame === "string" ? frame : frame.slice().buffer);

export function ackOf(envelope: Bytes, number: number): Bytes {
  const { conversation, session, sequence } = placeOf(envelope);
  const which = concat(fromHex(conversation), fromHex(session), uint32(sequence));
  return concat(Uint8Array.of(1), which, uint64(number), uint64(1000 + number));
}

export const refusalOf = (envelope: Bytes, reason: string): string =>
  JSON.stringify({ is: "refused", ...placeOf(envelope), reason });
