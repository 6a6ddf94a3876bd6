/** What a visitor answered by choosing, before the chat and in it, in the desk's words. */
import type { About } from "../sealing/envelope.ts";
import { DESK_WORDS, type DeskWord } from "./words.ts";

const QUESTIONS = ["who", "age", "safe"];

/** The words for the answers, in the order of the questions. What this desk does not know is not shown. */
export const toldBefore = (about: About): DeskWord[] =>
  QUESTIONS.map((question) => `${question}_${about[question]}`).filter((word): word is DeskWord => word in DESK_WORDS);

/** The word for an answer that was pressed and not written; undefined for none, or for one that this desk does not know. */
export const pressed = ({ quick }: About): DeskWord | undefined =>
  quick && `quick_${quick}` in DESK_WORDS ? (`quick_${quick}` as DeskWord) : undefined;
