/** The words that the partners' script shows, in English. `helpline/web/partner/words.py` holds the same. */
import { TALK_WORDS } from "../talk/words.ts";

export const PARTNER_WORDS = {
  ...TALK_WORDS,
  you: "You",
  others: "Visitor",
  counsellor: "Counsellor",
  visitor_writing: "The visitor is writing…",
  counsellor_writing: "The counsellor is writing…",
  digits: "The digits of your key: {digits}. Two people of the helpline call you. Read the digits out to both.",
  not_confirmed: "Your key is not confirmed by two people yet, so nothing can be sent to you.",
  not_bound: "Your account does not belong to an organisation yet. Call the helpline.",
  confirmed: "Your key is confirmed.",
  is_agreed: "These are exactly the words that the visitor agreed to.",
  is_not_agreed: "These are not the words that the visitor agreed to. Do not use them. Call the helpline.",
  is_not_confirmed: "These are not the words that two people of the helpline read. Call the helpline at once.",
  cannot_open: "This does not open with your key. Call the helpline.",
  are_gone: "The words are deleted, with the chat. You can still say what came of it.",
  asked_in: "You asked to join. The visitor decides.",
  kept_out: "The visitor does not want you to join now. You can agree on a safe moment instead.",
  not_running: "The chat is over. Agree on a safe moment with the counsellor.",
  written: "The counsellor and the shift leads can read it now.",
  room_over: "The chat is over, or you were let out of it.",
  no_recipient: "This is no age recipient. It begins with age1 and has 62 signs.",
  not_sent_signed_out: "You are signed out, so this is not sent. Copy it before you load this page again.",
  signed_out: "You are signed out. Load this page again to sign in.",
} as const;

export type PartnerWord = keyof typeof PARTNER_WORDS;
