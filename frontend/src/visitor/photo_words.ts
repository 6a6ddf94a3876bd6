/** The words of sending a photo. `helpline/languages/*.toml` holds their texts, under `[photo]`; fetched when needed. */
export const PHOTO_WORDS = [
  "title",
  "who",
  "seen",
  "stays",
  "child",
  "choose",
  "sending",
  "not_sent",
  "again",
  "not_a_photo",
  "too_many",
  "old_browser",
  "line",
] as const;

export type PhotoWord = (typeof PHOTO_WORDS)[number];
