/** What was said, on the page: a log that a screen reader reads out as it grows. */
import { make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Said } from "./talk.ts";
import type { TalkWord } from "./words.ts";

export interface Log {
  /** `beside`: what can be done with it. */
  add(said: Said, beside?: HTMLElement): void;
  /** How many lines there are. */
  readonly lines: number;
  /** A line that nobody said. */
  note(text: string, isUrgent?: boolean): void;
  /** What a session of ours said has arrived up to a sequence, and was read up to another. */
  seen(session: string, arrived: number, read: number): void;
  toEnd(): void;
}

const CLOSE_TO_THE_END = 80;

/** One line of ours, and the mark that tells how far it came. */
interface Line {
  session: string;
  sequence: number;
  mark: HTMLElement;
}

/** `us` and `them`: what each side is called. */
export function openLog(element: HTMLElement, words: Words<TalkWord>, us: string, them: string): Log {
  /** Lines of ours that nobody has read, as far as we know. */
  let unread: Line[] = [];
  const toEnd = (): void => {
    element.scrollTop = element.scrollHeight;
  };
  /** Who reads further up is not pulled down. Only scrolling decides that: what is around the log comes and goes. */
  let isFollowed = true;
  const append = (line: HTMLElement): void => {
    element.append(line);
    if (isFollowed) toEnd();
  };
  element.addEventListener("scroll", () => {
    isFollowed = element.scrollHeight - element.scrollTop - element.clientHeight < CLOSE_TO_THE_END;
  });
  // A keyboard on the screen, or a question below, takes room: the last words stay in sight.
  new ResizeObserver(() => isFollowed && toEnd()).observe(element);
  /** A mark changes in silence: who listens to the log hears messages. */
  const marked = ({ session, sequence }: Said): HTMLElement => {
    const mark = make("span", {}, words("sent"));
    mark.setAttribute("aria-live", "off");
    unread.push({ session, sequence, mark });
    return mark;
  };
  return {
    add(said, beside) {
      const { text, at, byUs, from = them } = said;
      if (!text) return;
      const time = make("time", {}, new Date(at).toTimeString().slice(0, 5));
      const about = make("p", { className: "about" }, `${byUs ? us : from} `, time);
      if (byUs) about.append(" · ", marked(said));
      const content = [about, make("p", { className: "text", dir: "auto" }, text), ...(beside ? [beside] : [])];
      append(make("div", { className: byUs ? "said us" : "said them" }, ...content));
    },
    note: (text, isUrgent) => append(make("p", { className: isUrgent ? "note problem" : "note" }, text)),
    seen(session, arrived, read) {
      const isRead = (line: Line): boolean => line.session === session && line.sequence <= read;
      for (const line of unread) {
        if (isRead(line)) line.mark.textContent = words("read");
        else if (line.session === session && line.sequence <= arrived) line.mark.textContent = words("arrived");
      }
      unread = unread.filter((line) => !isRead(line));
    },
    toEnd,
    get lines() {
      return element.childElementCount;
    },
  };
}
