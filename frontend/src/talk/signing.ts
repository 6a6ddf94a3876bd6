/**
 * What two pages tell each other without words: how far the other side is, and that somebody is writing. A sign waits a
 * moment for what else there is to tell, so that there is never more than one a second.
 */
import type { Clock } from "../relay/line.ts";
import type { Seen, Sign } from "../sealing/sign.ts";

export interface SigningEvents {
  /** How far the other side has got with what a session of ours sent: the last that arrived there, and that was read. */
  seen(session: string, arrived: number, read: number): void;
  /** Whether somebody else is writing, and in which role. */
  writing(isWriting: boolean, role?: number): void;
}

const PAUSE = 1_000;
/** Who goes on writing says so again after this long, */
const WRITING_AGAIN = 4_000;
/** and who has not said so again for this long has stopped. */
const WRITING_FOR = 7_000;
const MOST_SESSIONS = 4;

export class Signing {
  private readonly give: (sign: Sign) => void;
  private readonly clock: Clock;
  private readonly events: SigningEvents;
  /** Of each session of the other side, the one that spoke last at the end: what arrived here, and what was read. */
  private readonly theirs = new Map<string, [arrived: number, read: number]>();
  private isOpen = false;
  private isDue = false;
  private isWriting = false;
  private mayWriteAgain = true;
  private asks = false;
  private forgetWriting = (): void => {};

  constructor(give: (sign: Sign) => void, clock: Clock, events: SigningEvents) {
    this.give = give;
    this.clock = clock;
    this.events = events;
  }

  /** Only in an open conversation is there somebody to give signs to. Said anew whenever one of the two comes back. */
  open(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.asks = isOpen;
    if (isOpen) this.soon();
    else this.theyStopped();
  }

  /** A message of the other side came in; `isShown`: somebody can see it. */
  arrived(session: string, sequence: number, isShown: boolean): void {
    const [, read] = this.theirs.get(session) ?? [0, 0];
    this.theirs.delete(session);
    this.theirs.set(session, [sequence, isShown ? sequence : read]);
    this.theyStopped();
    this.soon();
  }

  /** Everything that arrived is seen now. */
  shown(): void {
    for (const [session, [arrived, read]] of this.theirs) {
      if (read === arrived) continue;
      this.theirs.set(session, [arrived, arrived]);
      this.soon();
    }
  }

  /** Somebody is writing here. */
  writing(): void {
    if (!this.isOpen || !this.mayWriteAgain) return;
    this.isWriting = true;
    this.mayWriteAgain = false;
    this.clock.after(WRITING_AGAIN, () => (this.mayWriteAgain = true));
    this.soon();
  }

  /** What was written is sent or gone. */
  stopped(): void {
    this.isWriting = false;
    this.mayWriteAgain = true;
  }

  received({ seen, writing, asks }: Sign, role?: number): void {
    for (const [session, [arrived, read]] of Object.entries(seen)) this.events.seen(session, arrived, read);
    if (writing) {
      this.forgetWriting();
      this.events.writing(true, role);
      this.forgetWriting = this.clock.after(WRITING_FOR, () => this.events.writing(false));
    }
    if (asks) this.soon();
  }

  private theyStopped(): void {
    this.forgetWriting();
    this.events.writing(false);
  }

  private soon(): void {
    if (!this.isOpen || this.isDue) return;
    this.isDue = true;
    this.clock.after(PAUSE, () => {
      this.isDue = false;
      if (!this.isOpen) return;
      const seen: Seen = Object.fromEntries(Array.from(this.theirs).slice(-MOST_SESSIONS));
      this.give({ seen, writing: this.isWriting, asks: this.asks });
      this.isWriting = this.asks = false;
    });
  }
}
