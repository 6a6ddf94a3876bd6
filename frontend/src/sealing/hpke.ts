/**
 * Keys sealed to a public key: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-256-GCM.
 *
 * A sealed key is `suite (1 byte) | encapsulated key (65) | ciphertext`. What it is for, which conversation
 * it belongs to and in which epoch is bound in, so that it opens nowhere else.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from "hpke";

import { type Bytes, concat, uint32, utf8 } from "./bytes.ts";
import { SealingError } from "./errors.ts";

const P256 = 1;
const ENCAPSULATED_BYTES = 65;

export const NO_CONVERSATION: Bytes = new Uint8Array(16);

export type Purpose =
  | "conversation-key/team"
  | "conversation-key/staff"
  | "conversation-key/recovery"
  | "team-key/staff"
  | "team-key/recovery"
  | "handover/partner"
  | "handover/staff"
  | "recovery/proof";

/** What a sealed key is bound to. Without a conversation: `NO_CONVERSATION`; without an epoch: 0. */
export interface Binding {
  purpose: Purpose;
  conversation: Bytes;
  epoch: number;
}

const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM);

const info = ({ purpose, conversation, epoch }: Binding): Bytes =>
  concat(utf8(`zichtbaar/1/${purpose}\0`), conversation, uint32(epoch));

/** Draw a new key pair: the private scalar (32 bytes) and the public point, uncompressed (65 bytes). */
export async function makeKeyPair(): Promise<{ privateKey: Bytes; publicKey: Bytes }> {
  const pair = await suite.GenerateKeyPair(true);
  const [privateKey, publicKey] = [
    await suite.SerializePrivateKey(pair.privateKey),
    await suite.SerializePublicKey(pair.publicKey),
  ];
  return { privateKey: concat(privateKey), publicKey: concat(publicKey) };
}

/** Seal a key to the holder of a public key (uncompressed point, 65 bytes). */
export async function sealKey(key: Bytes, publicKey: Bytes, binding: Binding): Promise<Bytes> {
  const receiver = await suite.DeserializePublicKey(publicKey);
  const { encapsulatedSecret, ciphertext } = await suite.Seal(receiver, key, { info: info(binding) });
  return concat(Uint8Array.of(P256), encapsulatedSecret, ciphertext);
}

/** Open a sealed key with a private scalar (32 bytes). Throws `unknown_suite` or `forged`. */
export async function openKey(sealed: Bytes, privateKey: Bytes, binding: Binding): Promise<Bytes> {
  if (sealed[0] !== P256) throw new SealingError("unknown_suite");
  const receiver = await suite.DeserializePrivateKey(privateKey);
  const encapsulated = sealed.slice(1, 1 + ENCAPSULATED_BYTES);
  const ciphertext = sealed.slice(1 + ENCAPSULATED_BYTES);
  try {
    return concat(await suite.Open(receiver, encapsulated, ciphertext, { info: info(binding) }));
  } catch {
    throw new SealingError("forged");
  }
}
