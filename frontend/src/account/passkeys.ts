/** Adding a passkey: the private key comes out of the password's slot and goes into one that the passkey opens. */
import { fromBase64url, toBase64url } from "../sealing/bytes.ts";
import { closeSlot, openSlot, passkeyKek, splitPassword } from "../sealing/password.ts";
import { type CreationOptions, makePasskey } from "../staff/passkey.ts";
import type { Server } from "../staff/server.ts";
import { type Salt, answered } from "../staff/signing_in.ts";
import { keyForm } from "./key_form.ts";

interface Options {
  options: CreationOptions;
  closed: string;
  slot: string;
}

/** Make the form for a passkey work, where the page has one. */
export function offerPasskeys(server: Server): void {
  keyForm("#add-passkey", async (form) => {
    const effort = await answered(server.post<Salt>("/account/sign-in/salt", { name: form.value("name") }));
    const salt = fromBase64url(effort.salt);
    const { auth, kek } = await splitPassword(form.value("current"), salt, effort, form.progress);
    const asked = await answered(server.post<Options>("/account/passkeys/options", { auth: toBase64url(auth) }));
    const privateKey = await openSlot(fromBase64url(asked.slot), kek);
    const { credential, prf } = await makePasskey(asked.options);
    const slot = toBase64url(await closeSlot(privateKey, await passkeyKek(prf), "passkey"));
    await answered(server.post("/account/passkeys/add", { credential, closed: asked.closed, slot }));
    form.done();
  });
}
