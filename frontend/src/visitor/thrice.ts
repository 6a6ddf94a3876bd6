/** Three times, and each soon after the one before: the way out by keyboard and by touch. */

const TIMES = 3;

export class Thrice {
  private readonly pause: number;
  private count = 0;
  private last = 0;

  /** `pause`: how many milliseconds may lie between two. */
  constructor(pause: number) {
    this.pause = pause;
  }

  /** How often by now, this time included: 1 to 3. */
  once(now: number): number {
    if (now - this.last > this.pause) this.count = 0;
    this.last = now;
    return (this.count = (this.count % TIMES) + 1);
  }

  /** How often by now, once the time for the next may have run out: 0 to 3. */
  at(now: number): number {
    return now - this.last < this.pause ? this.count : this.again();
  }

  again(): number {
    return (this.count = 0);
  }
}

/** Shift, three times, and no other key in between. Shift together with another key does not count. */
export class ThreeShifts {
  private readonly times = new Thrice(5_000);
  private isBare = false;

  pressed(key: string): void {
    this.isBare = key === "Shift";
    if (!this.isBare) this.times.again();
  }

  /** How often Shift was pressed by now: 0 to 3. */
  released(key: string, now: number): number {
    return key === "Shift" && this.isBare ? this.times.once(now) : this.times.again();
  }

  at(now: number): number {
    return this.times.at(now);
  }
}
