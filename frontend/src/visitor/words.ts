/** The words that the visitor's scripts show. `helpline/languages/*.toml` holds their texts, under `[script]`. */
import { TALK_WORDS, type TalkWord } from "../talk/words.ts";

const OWN = [
  "you",
  "counsellor",
  "starting",
  "place_in_queue",
  "next_in_queue",
  "minutes",
  "minutes_at_most",
  "minutes_many",
  "minutes_unknown",
  "nobody_there",
  "closes_at",
  "talking",
  "counsellor_writing",
  "copy_again",
  "ended_by_you",
  "ended_by_counsellor",
  "ended_by_time",
  "ended_elsewhere",
  "after_thanks",
  "door_closed",
  "door_closing",
  "queue_full",
  "page_too_old",
  "failed",
  "no_connection",
  "not_secure",
  "press_twice_more",
  "press_once_more",
  "not_left",
  "left",
  "message_left",
  "still_you",
  "go_back",
] as const;

export type VisitorWord = (typeof OWN)[number] | TalkWord;

export const visitorWords = (): string[] => [...OWN, ...Object.keys(TALK_WORDS)];
