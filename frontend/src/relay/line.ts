/** A line that comes back by itself: one socket at a time, with a growing pause between attempts. */
import type { Bytes } from "../sealing/bytes.ts";

export interface Socket {
  send(data: string | Bytes): void;
  close(): void;
}

export interface SocketEvents {
  opened(): void;
  received(data: string | ArrayBuffer): void;
  /** `code`: why the other side closed it, when it said so. */
  closed(code?: number): void;
}

export type Connect = (events: SocketEvents) => Socket;

/** Time and chance, so that a test can hold both. */
export interface Clock {
  /** Do something later; the answer cancels it. */
  after(milliseconds: number, act: () => void): () => void;
  /** Between 0 and 1. */
  random(): number;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const QUIET_BEFORE_PING = 20_000;
/** How long the other side may be silent after a ping, and how long a connection may take to open. */
const PATIENCE = 8_000;

const PING = '{"do":"ping"}';

export class Line {
  private socket: Socket | undefined;
  private open = false;
  private stopped = false;
  private attempts = 0;
  private cancel = (): void => {};
  private readonly connect: Connect;
  private readonly clock: Clock;
  private readonly events: SocketEvents;

  /** `events.opened` and `closed` come in turns; what is `received` came over the present socket. */
  constructor(connect: Connect, clock: Clock, events: SocketEvents) {
    this.connect = connect;
    this.clock = clock;
    this.events = events;
    this.dial();
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Send now, or not at all: who needs it sent sends it again when the line has opened. */
  send(data: string | Bytes): void {
    if (this.open) this.socket?.send(data);
  }

  /** Something changed (the device came online, the page came to the front): do not wait any longer. */
  wake(): void {
    if (this.open) this.ping();
    else if (!this.socket && !this.stopped) this.dial();
  }

  /** Give up this socket and make another: it seems to have lost something. */
  restart(): void {
    if (this.open) this.lose();
  }

  stop(): void {
    this.stopped = true;
    this.lose();
  }

  private dial(): void {
    this.cancel();
    this.attempts += 1;
    const isPresent = (): boolean => this.socket === socket;
    const socket: Socket = this.connect({
      opened: () => isPresent() && this.opened(),
      received: (data) => isPresent() && this.received(data),
      closed: (code) => isPresent() && this.lose(code),
    });
    this.socket = socket;
    this.cancel = this.clock.after(PATIENCE, () => this.lose());
  }

  private opened(): void {
    this.open = true;
    this.attempts = 0;
    this.listen();
    this.events.opened();
  }

  private received(data: string | ArrayBuffer): void {
    this.listen();
    this.events.received(data);
  }

  private listen(): void {
    this.cancel();
    this.cancel = this.clock.after(QUIET_BEFORE_PING, () => this.ping());
  }

  private ping(): void {
    this.cancel();
    this.cancel = this.clock.after(PATIENCE, () => this.lose());
    this.socket?.send(PING);
  }

  private lose(code?: number): void {
    this.cancel();
    const socket = this.socket;
    const wasOpen = this.open;
    this.socket = undefined;
    this.open = false;
    socket?.close();
    if (this.stopped) return;
    if (wasOpen) this.events.closed(code);
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.attempts) * (0.5 + this.clock.random() / 2);
    this.cancel = this.clock.after(pause, () => this.dial());
  }
}
