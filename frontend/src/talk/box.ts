/**
 * The box in which one writes. What stands in it stays there until it is on the server's disk; if it is
 * refused it can be changed and sent again, and the reason stands beside it.
 */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { About } from "../sealing/envelope.ts";
import type { Say } from "./talk.ts";
import type { TalkWord } from "./words.ts";

export interface Box {
  focus(): void;
  /** Nothing can be written any more; what stands in the box stays. The answer: whether it is empty. */
  close(): boolean;
  /** Nothing can be written any more; what stands in the box can be copied, and `why` is said beside it. */
  keep(why: string): void;
  /** Something can be written again. */
  open(): void;
  connected(isConnected: boolean): void;
  /** Send this at once, in the place of what stands in the box; that comes back afterwards. */
  answer(text: string, about: About): void;
}

const REASONS: readonly string[] = ["too_long", "too_fast", "closed"];

/** `form` has a textarea, a button and an element with role=status. `writing` is called while somebody writes. */
export function openBox(form: HTMLElement, words: Words<TalkWord>, say: Say, writing = (): void => {}): Box {
  const box = find<HTMLTextAreaElement>("textarea", form);
  const button = find<HTMLButtonElement>("button", form);
  let isConnected = true;
  let isKept = false;

  const tell = (word?: TalkWord): void => {
    find("[role=status]", form).textContent = word ? words(word) : "";
  };
  const tellSending = (): void => tell(isConnected ? "sending" : "waiting_for_connection");

  const isBusy = (): boolean => box.readOnly || box.disabled;

  /** Send what stands in the box; the answer: whether it was sent. */
  async function send(about?: About): Promise<boolean> {
    box.readOnly = true;
    tellSending();
    const refusal = await say(box.value.trim(), about);
    box.readOnly = isKept;
    if (isKept && refusal) return false;
    if (refusal) tell((REASONS.includes(refusal) ? refusal : "not_sent") as TalkWord);
    else tell();
    return !refusal;
  }

  async function press(event: Event): Promise<void> {
    event.preventDefault();
    if (isBusy() || !box.value.trim()) return;
    if (!(await send())) return;
    box.value = "";
    if (document.activeElement === button) box.focus();
  }

  async function answer(text: string, about: About): Promise<void> {
    if (isBusy()) return;
    const draft = box.value;
    box.value = text;
    await send(about);
    box.value = draft;
  }

  form.addEventListener("submit", press);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void press(event);
  });
  box.addEventListener("input", () => box.value.trim() && writing());
  for (const kind of ["paste", "drop"] as const) box.addEventListener(kind, refusePictures);

  function refusePictures(event: ClipboardEvent | DragEvent): void {
    const carried = "clipboardData" in event ? event.clipboardData : (event as DragEvent).dataTransfer;
    if (!carried?.files.length) return;
    event.preventDefault();
    tell("no_pictures");
  }

  return {
    focus: () => box.focus(),
    close() {
      box.disabled = button.disabled = true;
      if (box.value) tell("closed");
      return !box.value;
    },
    keep(why) {
      isKept = box.readOnly = button.disabled = true;
      find("[role=status]", form).textContent = box.value && why;
    },
    open() {
      box.disabled = button.disabled = false;
      tell();
    },
    answer: (text, about) => void answer(text, about),
    connected(isThere) {
      isConnected = isThere;
      if (box.readOnly) tellSending();
    },
  };
}
