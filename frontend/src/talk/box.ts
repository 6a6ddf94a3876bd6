/**
 * The box in which one writes. What stands in it stays there until it is on the server's disk; if it is
 * refused it can be changed and sent again, and the reason stands beside it.
 */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { TalkWord } from "./words.ts";

const REASONS: readonly string[] = ["too_long", "too_fast", "closed"];

export class Box {
  private readonly text: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;
  private readonly status: HTMLElement;
  private readonly words: Words<TalkWord>;
  private readonly say: (text: string) => Promise<string | undefined>;
  private hasLine = true;

  /** `form` has a textarea, a button and an element with role=status. */
  constructor(form: HTMLFormElement, words: Words<TalkWord>, say: (text: string) => Promise<string | undefined>) {
    this.text = find("textarea", form);
    this.button = find("button", form);
    this.status = find("[role=status]", form);
    this.words = words;
    this.say = say;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      void this.send();
    });
  }

  focus(): void {
    this.text.focus();
  }

  /** Nothing can be written any more; what stands in the box stays. */
  close(): void {
    this.text.disabled = this.button.disabled = true;
  }

  set isConnected(hasLine: boolean) {
    this.hasLine = hasLine;
    if (this.text.readOnly) this.tellSending();
  }

  private async send(): Promise<void> {
    const text = this.text.value.trim();
    if (!text || this.text.readOnly || this.text.disabled) return;
    this.text.readOnly = true;
    this.tellSending();
    const refusal = await this.say(text);
    this.text.readOnly = false;
    this.tell(refusal && ((REASONS.includes(refusal) ? refusal : "not_sent") as TalkWord));
    if (refusal) return;
    this.text.value = "";
    if (document.activeElement === this.button) this.focus();
  }

  private tellSending(): void {
    this.tell(this.hasLine ? "sending" : "waiting_for_connection");
  }

  private tell(word: TalkWord | "" | undefined): void {
    this.status.textContent = word ? this.words(word) : "";
  }
}
