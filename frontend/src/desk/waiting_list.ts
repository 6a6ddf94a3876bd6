/** Who waits, and for how long. */
import { find, make } from "../page/elements.ts";
import { languageName } from "../page/languages.ts";
import type { Waiting } from "../relay/frames.ts";

const SECOND = 1_000;

/** Minutes and seconds, as on a clock. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export class WaitingList {
  private visitors: Waiting[] = [];

  constructor() {
    setInterval(() => this.tick(), SECOND);
  }

  get count(): number {
    return this.visitors.length;
  }

  show(visitors: Waiting[]): void {
    this.visitors = visitors;
    const items = visitors.map(({ language }) =>
      make("li", {}, make("time"), " ", make("span", {}, languageName(language))),
    );
    find("#waiting").replaceChildren(...items);
    find("#waiting-count").textContent = String(visitors.length);
    this.tick();
  }

  private tick(): void {
    this.visitors.forEach(({ since }, index) => {
      const time = find("#waiting").children[index]?.firstElementChild;
      if (time) time.textContent = duration(Date.now() - since);
    });
  }
}
