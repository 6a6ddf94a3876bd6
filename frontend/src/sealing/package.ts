/** What is handed over, sealed to its receiver, and words about it sealed to colleagues. */
import type { Bytes } from "./bytes.ts";
import { pad, unpad } from "./envelope.ts";
import { type Purpose, openKey, sealKey } from "./hpke.ts";

const bound = (purpose: Purpose, reference: Bytes) => ({ purpose, conversation: reference, epoch: 0 });

/** Seal what is handed over to a receiver (65 bytes of public key); `reference` has 16 bytes. Throws too_long. */
export const sealPackage = async (content: Bytes, publicKey: Bytes, reference: Bytes): Promise<Bytes> =>
  sealKey(pad(content), publicKey, bound("handover/partner", reference));

/** What was handed over. Throws unknown_suite, forged or bad_padding. */
export const openPackage = async (sealed: Bytes, privateKey: Bytes, reference: Bytes): Promise<Bytes> =>
  unpad(await openKey(sealed, privateKey, bound("handover/partner", reference)));

/** Seal a few words about a handover to a colleague. Throws too_long. */
export const sealNote = async (content: Bytes, publicKey: Bytes, reference: Bytes): Promise<Bytes> =>
  sealKey(pad(content), publicKey, bound("handover/staff", reference));

/** A few words about a handover. Throws as `openPackage`. */
export const openNote = async (sealed: Bytes, privateKey: Bytes, reference: Bytes): Promise<Bytes> =>
  unpad(await openKey(sealed, privateKey, bound("handover/staff", reference)));
