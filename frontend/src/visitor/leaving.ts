/** Leaving fast: first the page is empty, then the rest. Nothing here waits for the network. */
import { find, make } from "../page/elements.ts";
import { posting } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { ThreeShifts } from "./three_shifts.ts";
import type { VisitorWord } from "./words.ts";

const PAUSE = 5_000;

export class Leaving {
  /** What the server must know to end the chat; empty before there is one. */
  chat: object = {};
  /** What else must stop. */
  stop = (): void => {};
  private readonly neutral: string;
  private isLeaving = false;

  constructor(neutral: string, words: Words<VisitorWord>) {
    this.neutral = neutral;
    const link = find("#leave");
    const button = make("button", { type: "button", id: link.id, className: link.className }, link.textContent ?? "");
    button.addEventListener("click", () => this.leave());
    link.replaceWith(button);
    addEventListener("pagehide", () => this.tellServer());
    // A page that comes back out of the browser's memory must not show what was said.
    addEventListener("pageshow", ({ persisted }) => persisted && this.leave());
    document.addEventListener("visibilitychange", () => document.body.classList.toggle("away", document.hidden));
    this.watchShift(words);
  }

  leave(): void {
    document.body.textContent = "";
    this.tellServer();
    location.replace(this.neutral);
  }

  private tellServer(): void {
    if (this.isLeaving) return;
    this.isLeaving = true;
    this.stop();
    fetch("/leave", { ...posting(this.chat), keepalive: true }).catch(() => {});
  }

  private watchShift(words: Words<VisitorWord>): void {
    const shifts = new ThreeShifts();
    const status = find("#shifts");
    const tell = (count: number): void => {
      status.dataset.count = String(count);
      status.textContent = count ? words(count === 1 ? "press_twice_more" : "press_once_more") : "";
    };
    addEventListener("keydown", ({ key }) => shifts.pressed(key));
    addEventListener("keyup", ({ key, timeStamp }) => {
      const count = shifts.released(key, timeStamp);
      if (count === 3) return this.leave();
      tell(count);
      setTimeout(() => tell(shifts.at(performance.now())), PAUSE + 100);
    });
  }
}
