/** What was said, on the page: a log that a screen reader reads out as it grows. */
import { make } from "../page/elements.ts";
import type { Said } from "./talk.ts";

export interface Names {
  us: string;
  them: string;
}

const CLOSE_TO_THE_END = 80;

export class Log {
  private readonly element: HTMLElement;
  private readonly names: Names;

  constructor(element: HTMLElement, names: Names) {
    this.element = element;
    this.names = names;
  }

  add({ text, at, byUs }: Said): void {
    const time = new Date(at).toTimeString().slice(0, 5);
    const who = make("span", { className: "who" }, byUs ? this.names.us : this.names.them);
    const about = make("p", { className: "about" }, who, " ", make("time", {}, time));
    this.append(make("div", { className: byUs ? "said us" : "said them" }, about, make("p", { className: "text" }, text)));
  }

  /** A line that nobody said. */
  note(text: string): void {
    this.append(make("p", { className: "note" }, text));
  }

  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Who reads further up is not pulled down. */
  private append(line: HTMLElement): void {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    const followed = scrollHeight - scrollTop - clientHeight < CLOSE_TO_THE_END;
    this.element.append(line);
    if (followed) this.toEnd();
  }
}
