/** A word on which visitor and counsellor agreed, in a form in which two can be compared: it travels sealed as an answer. */
import { type Bytes, concat, toHex, utf8 } from "../sealing/bytes.ts";

const BYTES_COMPARED = 10;

/** Capitals and spaces make no difference. The same word in two conversations gives two forms. */
export async function agreedOn(word: string, conversation: Bytes): Promise<string> {
  const plain = word.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const digest = await crypto.subtle.digest("SHA-256", concat(conversation, utf8(plain)));
  return toHex(new Uint8Array(digest).slice(0, BYTES_COMPARED));
}
