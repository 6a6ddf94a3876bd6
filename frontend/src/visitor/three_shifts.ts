/** Shift, three times, and no other key: the way out for who has a keyboard. */

const PAUSE = 5_000;
const PRESSES = 3;

export class ThreeShifts {
  private count = 0;
  private last = 0;
  private isBare = false;

  pressed(key: string): void {
    this.isBare = key === "Shift";
    if (!this.isBare) this.count = 0;
  }

  /** How often Shift was pressed by now: 0 to 3. Shift together with another key does not count. */
  released(key: string, now: number): number {
    if (key !== "Shift" || !this.isBare) return (this.count = 0);
    if (now - this.last > PAUSE) this.count = 0;
    this.last = now;
    return (this.count = (this.count % PRESSES) + 1);
  }

  /** How often by now, once the time for the next press may have run out. */
  at(now: number): number {
    return now - this.last < PAUSE ? this.count : (this.count = 0);
  }
}
