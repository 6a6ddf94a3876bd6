/** The words that every page with a conversation has. `helpline/web/shared/words.py` holds the same. */
export const TALK_WORDS = {
  sending: "Sending…",
  waiting_for_connection: "Your message is not sent yet. It stays here, and is sent by itself when the connection is back.",
  too_long: "Your message is too long. Make it shorter, or send it in two parts.",
  too_fast: "That was too fast. Wait a moment, then send it again.",
  closed: "Your message was not sent: the chat is closed.",
  not_sent: "Your message was not sent. Please send it again.",
  may_not_have_arrived: "The last message may not have arrived.",
  unreadable: "A message came in that could not be checked. It is not shown.",
  line_lost: "The connection is gone. We are trying again.",
  line_back: "The connection is back.",
  sent: "sent",
  arrived: "arrived",
  read: "read",
  no_pictures: "Pictures and films cannot be sent here.",
} as const;

export type TalkWord = keyof typeof TALK_WORDS;
