/**
 * The box in which one writes. What stands in it stays there until it is on the server's disk; if it is
 * refused it can be changed and sent again, and the reason stands beside it.
 */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Say } from "./talk.ts";
import type { TalkWord } from "./words.ts";

export interface Box {
  focus(): void;
  /** Nothing can be written any more; what stands in the box stays. The answer: whether it is empty. */
  close(): boolean;
  /** Something can be written again. */
  open(): void;
  connected(isConnected: boolean): void;
}

const REASONS: readonly string[] = ["too_long", "too_fast", "closed"];

/** `form` has a textarea, a button and an element with role=status. */
export function openBox(form: HTMLElement, words: Words<TalkWord>, say: Say): Box {
  const box = find<HTMLTextAreaElement>("textarea", form);
  const button = find<HTMLButtonElement>("button", form);
  let isConnected = true;

  const tell = (word?: TalkWord): void => {
    find("[role=status]", form).textContent = word ? words(word) : "";
  };
  const tellSending = (): void => tell(isConnected ? "sending" : "waiting_for_connection");

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    const text = box.value.trim();
    if (!text || box.readOnly || box.disabled) return;
    box.readOnly = true;
    tellSending();
    const refusal = await say(text);
    box.readOnly = false;
    if (refusal) return tell((REASONS.includes(refusal) ? refusal : "not_sent") as TalkWord);
    tell();
    box.value = "";
    if (document.activeElement === button) box.focus();
  }

  form.addEventListener("submit", send);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void send(event);
  });
  return {
    focus: () => box.focus(),
    close() {
      box.disabled = button.disabled = true;
      if (box.value) tell("closed");
      return !box.value;
    },
    open() {
      box.disabled = button.disabled = false;
      tell();
    },
    connected(isThere) {
      isConnected = isThere;
      if (box.readOnly) tellSending();
    },
  };
}
