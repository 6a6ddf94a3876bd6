/** Passkeys: making and using one. What its PRF gives stays in this page. */
import { type Bytes, concat, fromBase64url, toBase64url, utf8 } from "../sealing/bytes.ts";
import { SignInError } from "./refusal.ts";

/** What every PRF is asked; each passkey answers differently. */
const QUESTION = utf8("zichtbaar/1/staff-key/passkey");

/** Types of TypeScript's DOM for the extension, which it does not have yet for both ways. */
interface Prf {
  prf?: { enabled?: boolean; results?: { first?: BufferSource } };
}

/** A credential as the server reads it. Results of extensions are left out: they hold what opens the key. */
export type Credential = Record<string, unknown>;

export interface Used {
  credential: Credential;
  prf: Bytes;
}

/** Let the device answer a challenge. Throws a `SignInError` when nobody touched it, or when it has no PRF. */
export async function usePasskey(challenge: Bytes, only?: Bytes): Promise<Used> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge,
    userVerification: "required",
    extensions: { prf: { eval: { first: QUESTION } } },
    ...(only && { allowCredentials: [{ type: "public-key", id: only }] }),
  };
  const got = await ask(navigator.credentials.get({ publicKey }));
  const response = got.response as AuthenticatorAssertionResponse;
  const { authenticatorData, signature, userHandle } = response;
  const answers = { authenticatorData, signature, ...(userHandle && { userHandle }) };
  return { credential: described(got, answers), prf: resultOf(got) };
}

/** What the server sends for making a passkey. */
export interface CreationOptions {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: { id: string; type: "public-key" }[];
}

/** Make a passkey on this device. Throws a `SignInError` when it cannot be used here. */
export async function makePasskey(options: CreationOptions): Promise<Used> {
  const publicKey = {
    ...options,
    challenge: fromBase64url(options.challenge),
    user: { ...options.user, id: fromBase64url(options.user.id) },
    excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: fromBase64url(one.id) })),
    extensions: { prf: { eval: { first: QUESTION } } },
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = await ask(navigator.credentials.create({ publicKey }));
  const { prf } = made.getClientExtensionResults() as Prf;
  if (!prf?.enabled) throw new SignInError("noPrf");
  const { attestationObject } = made.response as AuthenticatorAttestationResponse;
  const credential = described(made, { attestationObject });
  // Many devices tell the result only when the passkey is used.
  if (prf.results?.first) return { credential, prf: resultOf(made) };
  const used = await usePasskey(fromBase64url(options.challenge), concat(new Uint8Array(made.rawId)));
  return { credential, prf: used.prf };
}

async function ask(asked: Promise<unknown>): Promise<PublicKeyCredential> {
  const got = await asked.catch(() => undefined);
  if (!got) throw new SignInError("noPasskey");
  return got as PublicKeyCredential;
}

function resultOf(got: PublicKeyCredential): Bytes {
  const first = (got.getClientExtensionResults() as Prf).prf?.results?.first;
  if (!first) throw new SignInError("noPrf");
  return ArrayBuffer.isView(first)
    ? concat(new Uint8Array(first.buffer, first.byteOffset, first.byteLength))
    : concat(new Uint8Array(first));
}

function described(got: PublicKeyCredential, answers: Record<string, ArrayBuffer>): Credential {
  const all = { ...answers, clientDataJSON: got.response.clientDataJSON };
  const response: Record<string, string> = {};
  for (const [name, bytes] of Object.entries(all)) response[name] = toBase64url(new Uint8Array(bytes));
  return { id: got.id, rawId: got.id, type: got.type, response };
}
