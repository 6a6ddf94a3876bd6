/** A file for a receiver that has no account: encrypted with age, in this page. Fetched only when one is made. */
import { Encrypter } from "age-encryption";

/** What was agreed, as a file that only the holder of the recipient's key can open. Throws for what is no recipient. */
export async function encrypt(text: string, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}
