/** What was said, on the page: a log that a screen reader reads out as it grows. */
import { make } from "../page/elements.ts";
import type { Said } from "./talk.ts";

export interface Log {
  add(said: Said): void;
  /** A line that nobody said. */
  note(text: string, isUrgent?: boolean): void;
  toEnd(): void;
}

const CLOSE_TO_THE_END = 80;

/** `us` and `them`: what each side is called. */
export function openLog(element: HTMLElement, us: string, them: string): Log {
  const toEnd = (): void => {
    element.scrollTop = element.scrollHeight;
  };
  /** Who reads further up is not pulled down. */
  const append = (line: HTMLElement): void => {
    const isFollowed = element.scrollHeight - element.scrollTop - element.clientHeight < CLOSE_TO_THE_END;
    element.append(line);
    if (isFollowed) toEnd();
  };
  return {
    add({ text, at, byUs, from }) {
      if (!text) return;
      const time = make("time", {}, new Date(at).toTimeString().slice(0, 5));
      const about = make("p", { className: "about" }, `${byUs ? us : (from ?? them)} `, time);
      append(make("div", { className: byUs ? "said us" : "said them" }, about, make("p", { className: "text", dir: "auto" }, text)));
    },
    note: (text, isUrgent) => append(make("p", { className: isUrgent ? "note problem" : "note" }, text)),
    toEnd,
  };
}
