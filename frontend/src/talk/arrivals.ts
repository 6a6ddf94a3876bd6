/** Whether what we sent has reached the others, as their own messages tell. */
import type { Place } from "../relay/frames.ts";

interface Sent {
  session: string;
  sequence: number;
  number: number;
}

/**
 * Somebody whose envelope has an acknowledgement has been given every envelope with a lower number. So their
 * next envelope must name all of those as seen; if one of ours is not among them, it was held back.
 */
export class Arrivals {
  private unseen: Sent[] = [];
  private readonly latest = new Map<string, number>();

  sent({ session, sequence }: Place, number: number): void {
    this.unseen.push({ session, sequence, number });
  }

  /** Note an envelope of somebody else; the answer: whether something of ours may not have arrived. */
  heard(session: string, number: number, ack: Record<string, number>): boolean {
    const before = this.latest.get(session) ?? 0;
    this.latest.set(session, number);
    this.unseen = this.unseen.filter((sent) => sent.sequence > (ack[sent.session] ?? 0));
    return this.unseen.some((sent) => sent.number < before);
  }
}
