/** The words that the desk's script shows, in English. `helpline/web/desk/words.py` holds the same. */
import { TALK_WORDS } from "../talk/words.ts";

export const DESK_WORDS = {
  ...TALK_WORDS,
  you: "You",
  visitor: "Visitor",
  visitor_number: "Visitor {number}",
  registration_of: "Registration {reference}",
  new_messages: "{count} new",
  away: "gone for the moment",
  visitor_away: "The visitor has had no connection since {time}. What you write is kept and arrives when it is back.",
  ended: "ended",
  left: "left fast",
  chat_ended: "The chat has ended. The text goes when you put it away.",
  chat_left: "The visitor left fast. Nothing can be sent any more.",
  nobody_waiting: "Nobody is waiting.",
  not_taken: "The visitor could not be taken. Please try again.",
  not_ended: "The chat could not be ended. Please try again.",
  cannot_open: "The key of this conversation does not open here. End the chat, and tell the administrator.",
  not_loaded: "The registration could not be loaded.",
  not_a_number: "A number has twelve signs, such as K7MQ-3XHT-9PRA. Check it sign by sign.",
  no_such_registration: "There is no registration with this number, or it is not yours to open.",
  draft_of: "draft of {name}",
  open_questions: "{count} open",
  not_signed_out: "You are not signed out yet. Check the connection, then try again.",
  other_codebook: "other codebook",
  signed_out: "You are signed out. Load this page again to sign in.",
} as const;

export type DeskWord = keyof typeof DESK_WORDS;
