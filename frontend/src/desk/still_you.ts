/** "Is it still you?": what the counsellor knows of the word that the visitor agreed on, and of her answers. */
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
