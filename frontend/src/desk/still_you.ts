/** "Is it still you?": what the counsellor knows of the word that the visitor agreed on, and of her answers. */
import { find } from "../page/elements.ts";
import type { About } from "../sealing/envelope.ts";
import type { DeskWord } from "./words.ts";

/** A line for the log; an urgent one stands out. */
export interface Remark {
  word: DeskWord;
  isUrgent: boolean;
}

export class StillYou {
  private agreed: string | undefined;

  /** What to ask for: the word, or with none a question that tells nothing to who else reads it. */
  get question(): "word" | "question" {
    return this.agreed ? "word" : "question";
  }

  /** What the log should say besides, of something that was said. */
  heard(about: About, byUs: boolean): Remark[] {
    const { ask, agreed, answer, back } = about;
    if (byUs) return ask ? [{ word: ask === "word" ? "asked_word" : "asked_question", isUrgent: false }] : [];
    const remarks: Remark[] = [];
    if (back) remarks.push({ word: "came_back", isUrgent: true });
    if (agreed) remarks.push({ word: "agreed", isUrgent: false });
    if (answer) remarks.push(answer === this.agreed ? { word: "word_right", isUrgent: false } : { word: "word_wrong", isUrgent: true });
    this.agreed = agreed ?? this.agreed;
    return remarks;
  }
}

/** The button with which that is asked. Where `warning` has something to say, that is said first, and asked once more. */
export function offerStillYou(within: HTMLElement, warning: () => string, ask: () => unknown): void {
  const [button, question] = [find(".still-you", within), find(".overheard", within)];
  const warn = (told: string): void => {
    find("span", question).textContent = told;
    question.hidden = !told;
    button.hidden = Boolean(told);
    (told ? find(".no", question) : button).focus();
  };
  button.addEventListener("click", () => {
    const told = warning();
    if (told) warn(told);
    else ask();
  });
  find(".no", question).addEventListener("click", () => warn(""));
  find(".yes", question).addEventListener("click", () => {
    warn("");
    ask();
  });
}
