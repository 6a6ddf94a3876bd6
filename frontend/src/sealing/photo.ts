/**
 * The sealed photo, version 1: a JPEG that the server cannot open, beside the conversation and not in its chain.
 *
 * `version (1 byte) | AES-256-GCM of the padded JPEG | tag (16)`; the version is additional data of the seal. The key is
 * drawn from the conversation's, for this photo only, so it dies with that.
 */
import { type Bytes, concat, random } from "./bytes.ts";
import { VISITOR, sessionKey, unpad } from "./envelope.ts";
import { SealingError } from "./errors.ts";

const VERSION = Uint8Array.of(1);
const TAG_BYTES = 16;
const PURPOSE = "photo";
/** The lengths that a padded photo can have. */
const BUCKETS = [32, 64, 128, 184].map((kibibytes) => kibibytes * 1024);

/** Bytes of a JPEG; a longer one fits in no bucket. */
export const LONGEST_PHOTO = Math.max(...BUCKETS) - 1;

/** No key seals more than one photo, so the nonce is always the same. */
const seal = (): AesGcmParams => ({ name: "AES-GCM", iv: new Uint8Array(12), additionalData: VERSION });

const keyOf = (key: Bytes, conversation: Bytes, photo: Bytes): Promise<CryptoKey> =>
  sessionKey(key, conversation, VISITOR, photo, PURPOSE);

/** A photo sealed under a name of its own. `photo` must never have been used before. Throws too_long. */
export async function sealPhoto(
  jpeg: Bytes,
  key: Bytes,
  conversation: Bytes,
  photo: Bytes = random(16),
): Promise<{ photo: Bytes; sealed: Bytes }> {
  const bucket = BUCKETS.find((size) => size > jpeg.length);
  if (!bucket) throw new SealingError("too_long");
  const padded = new Uint8Array(bucket);
  padded.set(jpeg);
  padded[jpeg.length] = 0x80;
  const sealed = await crypto.subtle.encrypt(seal(), await keyOf(key, conversation, photo), padded);
  return { photo, sealed: concat(VERSION, new Uint8Array(sealed)) };
}

/** The JPEG. Throws too_long, bad_bucket, unknown_version, forged or bad_padding. */
export async function openPhoto(sealed: Bytes, key: Bytes, conversation: Bytes, photo: Bytes): Promise<Bytes> {
  const bucket = sealed.length - VERSION.length - TAG_BYTES;
  if (bucket > Math.max(...BUCKETS)) throw new SealingError("too_long");
  if (!BUCKETS.includes(bucket)) throw new SealingError("bad_bucket");
  if (sealed[0] !== VERSION[0]) throw new SealingError("unknown_version");
  const opening = crypto.subtle.decrypt(seal(), await keyOf(key, conversation, photo), sealed.slice(VERSION.length));
  const opened = await opening.catch(() => {
    throw new SealingError("forged");
  });
  return unpad(new Uint8Array(opened));
}
