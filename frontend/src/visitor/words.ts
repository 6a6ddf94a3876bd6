/** The words that the visitor's script shows, in English. `helpline/web/visitor/words.py` holds the same. */
import { TALK_WORDS } from "../talk/words.ts";

export const VISITOR_WORDS = {
  ...TALK_WORDS,
  you: "You",
  counsellor: "Counsellor",
  starting: "One moment…",
  place_in_queue: "You are number {place}. Stay on this page. You can write already.",
  next_in_queue: "You are next. Stay on this page. You can write already.",
  talking: "A counsellor is here and reads what you write.",
  door_closed: "The chat is closed at the moment. Please try again later.",
  queue_full: "It is very busy. Please try again in a while.",
  page_too_old: "This page is too old. Load it again, then start the chat.",
  failed: "That did not work. Please try again.",
  no_connection: "There is no connection. Check your internet, then try again.",
  not_secure: "Your browser cannot keep a chat secret. Please use a newer browser.",
  press_twice_more: "Shift. Press it 2 more times to leave.",
  press_once_more: "Shift. Press it 1 more time to leave.",
} as const;

export type VisitorWord = keyof typeof VISITOR_WORDS;
