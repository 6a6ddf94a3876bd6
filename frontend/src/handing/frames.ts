/** What the pages of visitor and counsellor tell each other about handing over, inside their sealed conversation. */

/** The exact words that would be told, and to whom. */
export interface Offer {
  id: string;
  receiver: string;
  lines: string[];
}

/** What the visitor made of an offer. Without agreement there are no lines. */
export interface Answer {
  id: string;
  receiver: string;
  agree: boolean;
  lines: string[];
  /** Base64url. With it the hash can be made that the server was told. */
  salt: string;
  counted: boolean;
}

/** May the receiver join? */
export interface Asking {
  id: string;
  receiver: string;
}

/** The receiver may join: in a part of the conversation, with a key (base64url) of its own. */
export interface Part {
  id: string;
  conversation: string;
  key: string;
}

export interface Told {
  offer?: Offer;
  answer?: Answer;
  ask?: Asking;
  part?: Part;
  /** The handover that was taken back, or whose receiver is kept out. */
  withdrawn?: string;
  kept_out?: string;
}

export const MOST_LINES = 12;
export const LONGEST_LINE = 400;

/** What is told, as far as it is well formed; what is not, or is not known here, is left out. */
export function readTold(content: object): Told {
  const { offer, answer, ask, part, withdrawn, kept_out } = content as Record<string, unknown>;
  return {
    ...(isOffer(offer) && { offer }),
    ...(isAnswer(answer) && { answer }),
    ...(hasTexts(ask, "id", "receiver") && { ask: ask as unknown as Asking }),
    ...(hasTexts(part, "id", "conversation", "key") && { part: part as unknown as Part }),
    ...(isId(withdrawn) && { withdrawn }),
    ...(isId(kept_out) && { kept_out }),
  };
}

const isId = (value: unknown): value is string => typeof value === "string" && /^[\da-f]{32}$/.test(value);

function hasTexts(value: unknown, ...names: string[]): value is Record<string, string> {
  if (value === null || typeof value !== "object") return false;
  const fields = value as Record<string, unknown>;
  return isId(fields.id) && names.every((name) => typeof fields[name] === "string");
}

const areLines = (lines: unknown): boolean =>
  Array.isArray(lines) && lines.length <= MOST_LINES && lines.every((line) => typeof line === "string");

const isOffer = (value: unknown): value is Offer =>
  hasTexts(value, "receiver") && areLines((value as unknown as Offer).lines);

function isAnswer(value: unknown): value is Answer {
  if (!hasTexts(value, "receiver", "salt")) return false;
  const { agree, counted, lines } = value as unknown as Answer;
  return typeof agree === "boolean" && typeof counted === "boolean" && areLines(lines);
}
