/** Coming in by the link of an invitation: this browser makes the key, and locks it with a new password. */
import { find } from "../page/elements.ts";
import { toBase64url } from "../sealing/bytes.ts";
import { makeKeyPair } from "../sealing/hpke.ts";
import { Server } from "../staff/server.ts";
import { answered, tokenOfPage } from "../staff/signing_in.ts";
import { keyForm } from "./key_form.ts";
import { lockWith } from "./password.ts";

const server = new Server(tokenOfPage());
const token = location.hash.slice(1);
// Neither the list of visited pages nor who reads along is to find the token.
history.replaceState(null, "", location.pathname);

interface Invited {
  name: string;
  role: string;
  is_new: boolean;
  is_partner: boolean;
}

const RETRY_AFTER = 3_000;

async function greet(): Promise<void> {
  const { status, content } = await server.post<Invited>("/account/join/invited", { token });
  // The link is in no address any more, so the page itself has to go on asking.
  const isUnknown = status === 0 || status >= 500;
  if (isUnknown) setTimeout(() => void greet(), RETRY_AFTER);
  find("#no-answer").hidden = !isUnknown;
  find("#gone").hidden = status === 200 || isUnknown;
  find("#joining").hidden = status !== 200;
  if (status !== 200) return;
  find("#name").textContent = content.name;
  find("#role").textContent = content.role;
  find("#is-new").hidden = !content.is_new;
  find("#is-back").hidden = content.is_new || content.is_partner;
  find("#is-partner").hidden = content.is_new || !content.is_partner;
  find("[name=fresh]").focus();
}

keyForm("#join", async (form) => {
  if (form.isUnfit()) return;
  const { privateKey, publicKey } = await makeKeyPair();
  const locked = await lockWith(form.value("fresh"), privateKey, form.effort, form.progress);
  const made = { token, public_key: toBase64url(publicKey), ...locked };
  const { next } = await answered(server.post<{ next: string }>("/account/join/keys", made));
  location.replace(next);
});

void greet();
