/** The texts around a code, in the language of the page. They come when somebody wants one, and not before. */
import { ask } from "../page/post.ts";
import { type Words, fill } from "../page/words.ts";
import { type Bytes, fromBase64url } from "../sealing/bytes.ts";
import type { Effort } from "../sealing/return_code.ts";

/** `helpline/languages/*.toml` holds these under `[coming_back]`. */
export const CODE_WORDS = [
  "title",
  "what",
  "careful",
  "words",
  "digits",
  "back",
  "your_code",
  "once",
  "story",
  "ordinary",
  "ask_alarm",
  "alarm_word",
  "alarm_digits",
  "alarm_then",
  "ask_word",
  "word_what",
  "known",
  "type_back",
  "type_alarm",
  "check",
  "show_again",
  "not_same",
  "kept",
  "enter_title",
  "enter",
  "enter_what",
  "open",
  "not_whole",
  "near",
  "unknown",
  "nothing",
  "forget_title",
  "forget_sure",
  "forget_yes",
  "forget_no",
  "forgotten",
] as const;

export type CodeWord = (typeof CODE_WORDS)[number];

/** What a code needs: its texts, how much work it is, and where the words are. */
export interface Needed {
  words: Words<CodeWord>;
  salt: Bytes;
  effort: Effort;
  list: string;
}

interface Answer {
  salt: string;
  memory: number;
  passes: number;
  list: string;
  text: Record<string, string>;
}

/** Nothing when there is no connection. */
export async function fetchNeeded(): Promise<Needed | undefined> {
  const { status, content } = await ask<Answer>(`/code?language=${document.documentElement.lang}`);
  if (status !== 200) return undefined;
  const { salt, memory, passes, list, text } = content;
  const words: Words<CodeWord> = (key, slots = {}) => fill(text[key] ?? key, slots);
  return { words, salt: fromBase64url(salt), effort: { memory, passes }, list };
}
