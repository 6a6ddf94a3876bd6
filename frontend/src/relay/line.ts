/** A line that comes back by itself: one socket at a time, with a growing pause between attempts. */
import type { Bytes } from "../sealing/bytes.ts";

export interface Socket {
  send(data: string | Bytes): void;
  close(code?: number): void;
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

export interface Line {
  /** Send now, or not at all: who needs it sent sends it again when the line has opened. */
  send(data: string | Bytes): void;
  /** Something changed (the device came online, the page came to the front): do not wait any longer. */
  wake(): void;
  /** Give up this socket and make another: it seems to have lost something. */
  restart(): void;
  /** `code`: why, for the other side. */
  stop(code?: number): void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const QUIET_BEFORE_PING = 20_000;
/** How long the other side may be silent after a ping, and how long a connection may take to open. */
const PATIENCE = 8_000;

const PING = '{"do":"ping"}';

/**
 * `events.opened` and `closed` come in turns, and `closed` comes first where the first attempt fails; what is `received`
 * came over the present socket.
 */
export function openLine(connect: Connect, clock: Clock, events: SocketEvents): Line {
  let socket: Socket | undefined;
  let isOpen = false;
  let isToldClosed = false;
  let isStopped = false;
  let attempts = 0;
  let cancel = (): void => {};

  /** There is one thing at a time that the line waits for. */
  const next = (milliseconds: number, act: () => void): void => {
    cancel();
    cancel = clock.after(milliseconds, act);
  };
  const listen = (): void => next(QUIET_BEFORE_PING, ping);
  const ping = (): void => {
    next(PATIENCE, lose);
    socket?.send(PING);
  };

  function dial(): void {
    attempts += 1;
    const isPresent = (): boolean => socket === dialled;
    const dialled: Socket = connect({
      opened: () => isPresent() && opened(),
      received: (data) => {
        if (!isPresent()) return;
        listen();
        events.received(data);
      },
      closed: (code) => isPresent() && lose(code),
    });
    socket = dialled;
    next(PATIENCE, lose);
  }

  function opened(): void {
    isOpen = true;
    isToldClosed = false;
    attempts = 0;
    listen();
    events.opened();
  }

  function lose(code?: number, ourCode?: number): void {
    cancel();
    const lost = socket;
    socket = undefined;
    isOpen = false;
    lost?.close(ourCode);
    if (isStopped) return;
    next(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempts) * (0.5 + clock.random() / 2), dial);
    if (isToldClosed) return;
    isToldClosed = true;
    events.closed(code);
  }

  dial();
  return {
    send(data) {
      if (isOpen) socket?.send(data);
    },
    wake() {
      if (isOpen) ping();
      else if (!socket && !isStopped) dial();
    },
    restart() {
      if (isOpen) lose();
    },
    stop(code) {
      isStopped = true;
      lose(undefined, code);
    },
  };
}
