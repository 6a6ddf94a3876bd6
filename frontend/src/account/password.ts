/** Changing a password: the private key comes out of the old slot and goes into a new one, in this page only. */
import { type Bytes, fromBase64url, random, toBase64url } from "../sealing/bytes.ts";
import { type Effort, closeSlot, openSlot, splitPassword } from "../sealing/password.ts";
import type { Server } from "../staff/server.ts";
import { type Salt, answered } from "../staff/signing_in.ts";
import { type KeyForm, keyForm } from "./key_form.ts";

const SALT_BYTES = 16;

/** What the server stores of a new password. */
export interface NewPassword {
  salt: string;
  new_auth: string;
  slot: string;
}

type Progress = (done: number) => void;

/** Close a private key under a password of which the server learns only what proves it. */
export async function lockWith(
  password: string,
  privateKey: Bytes,
  effort: Effort,
  onProgress: Progress,
): Promise<NewPassword> {
  const salt = random(SALT_BYTES);
  const { auth, kek } = await splitPassword(password, salt, effort, onProgress);
  return {
    salt: toBase64url(salt),
    new_auth: toBase64url(auth),
    slot: toBase64url(await closeSlot(privateKey, kek)),
  };
}

/** Make the form for another password work, where the page has one. */
export function offerPasswordChange(server: Server): void {
  keyForm("#change-password", async (form) => {
    if (form.isUnfit()) return;
    const { auth, key } = await unlock(server, form);
    const fresh = await lockWith(form.value("fresh"), key, form.effort, (part) => form.progress(1 + part));
    await answered(server.post("/account/password", { auth, ...fresh }));
    form.done();
  });
}

async function unlock(server: Server, form: KeyForm): Promise<{ auth: string; key: Bytes }> {
  const effort = await answered(server.post<Salt>("/account/sign-in/salt", { name: form.value("name") }));
  const salt = fromBase64url(effort.salt);
  const split = await splitPassword(form.value("current"), salt, effort, form.progress);
  const auth = toBase64url(split.auth);
  const { slot } = await answered(server.post<{ slot: string }>("/account/slot", { auth }));
  return { auth, key: await openSlot(fromBase64url(slot), split.kek) };
}
