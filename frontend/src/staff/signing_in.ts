/** Signing in with a name and a password, of which the server sees neither the password nor the key it opens. */
import { find, findAll } from "../page/elements.ts";
import type { Answer } from "../page/post.ts";
import { type Bytes, fromBase64url, toBase64url } from "../sealing/bytes.ts";
import { type Effort, openSlot, passkeyKek, splitPassword } from "../sealing/password.ts";
import { usePasskey } from "./passkey.ts";
import { SignInError } from "./refusal.ts";
import type { Server } from "./server.ts";

export type Door = "desk" | "office" | "account";

/** A team key, its private half sealed to a colleague. */
export interface TeamKey {
  epoch: number;
  sealed_private: string;
}

/** What the server hands to who signed in. Keys are base64url; `slot` opens with the password only. */
export interface Colleague {
  name: string;
  id: string;
  role: string;
  csrf: string;
  /** Where to set up a second factor first; then nothing else is told. */
  set_up?: string;
  public_key: string;
  slot: string;
  teams: TeamKey[];
  recovery_key: string;
}

export interface SignedIn {
  colleague: Colleague;
  /** The private half of the colleague's key; it is nowhere but in this page's memory. */
  privateKey: Bytes;
}

export interface Salt extends Effort {
  salt: string;
}


/** Who signed in has to set up a second factor before anything else. */
class SetUpFirst extends Error {
  readonly address: string;

  constructor(address: string) {
    super(address);
    this.address = address;
  }
}

export async function signIn(
  server: Server,
  door: Door,
  name: string,
  password: string,
  code: string,
  onProgress: (done: number) => void,
): Promise<SignedIn> {
  const effort = await answered(server.post<Salt>(`/${door}/sign-in/salt`, { name }));
  const { auth, kek } = await splitPassword(password, fromBase64url(effort.salt), effort, onProgress);
  const asked = { name, auth: toBase64url(auth), code };
  const colleague = await answered(server.post<Colleague>(`/${door}/sign-in`, asked));
  server.token = colleague.csrf;
  if (colleague.set_up) throw new SetUpFirst(colleague.set_up);
  return { colleague, privateKey: await openSlot(fromBase64url(colleague.slot), kek) };
}

/** The answer, or the reason why not as a `SignInError`. */
export async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { status, content } = await asked;
  if (status === 200 || status === 204) return content;
  const { error } = content;
  throw new SignInError(error === "refused" || error === "busy" ? error : status ? "failed" : "noConnection");
}

/** Make a sign-in form work. Its sentences come with it, as data attributes. */
export function offerSignIn(server: Server, door: Door, done: (signedIn: SignedIn) => void): void {
  const form = find<HTMLFormElement>("#sign-in");
  const field = (selector: string): HTMLInputElement => find<HTMLInputElement>(selector, form);
  const [name, password, code] = [field("[name=name]"), field("[type=password]"), field("[name=code]")];
  const progress = find<HTMLProgressElement>("progress", form);
  const say = (sentence: string | undefined): void => {
    find("[role=alert]", form).textContent = sentence ?? "";
  };
  const working = (isWorking: boolean): void => {
    for (const button of findAll<HTMLButtonElement>("button", form)) button.disabled = isWorking;
    progress.hidden = !isWorking;
    progress.value = 0;
  };
  const attempt = async (way: () => Promise<SignedIn>): Promise<void> => {
    say("");
    working(true);
    try {
      done(await way());
      form.reset();
    } catch (error) {
      if (error instanceof SetUpFirst) return location.assign(error.address);
      code.value = "";
      say(form.dataset[error instanceof SignInError ? error.refusal : "failed"]);
      password.focus();
    }
    working(false);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const onProgress = (part: number): number => (progress.value = part);
    void attempt(() => signIn(server, door, name.value, password.value, code.value, onProgress));
  });
  const passkey = find<HTMLButtonElement>("#passkey", form);
  passkey.hidden = !("PublicKeyCredential" in window);
  passkey.addEventListener("click", () => void attempt(() => signInWithPasskey(server, door)));
}

/** Sign in with a passkey, and open the private key with what its PRF gives. */
async function signInWithPasskey(server: Server, door: Door): Promise<SignedIn> {
  const asked = await answered(server.post<Challenge>("/account/passkeys/challenge"));
  const { credential, prf } = await usePasskey(fromBase64url(asked.challenge));
  const given = { passkey: credential, closed: asked.closed };
  const colleague = await answered(server.post<Colleague>(`/${door}/sign-in`, given));
  server.token = colleague.csrf;
  if (colleague.set_up) throw new SetUpFirst(colleague.set_up);
  const kek = await passkeyKek(prf);
  return { colleague, privateKey: await openSlot(fromBase64url(colleague.slot), kek, "passkey") };
}

interface Challenge {
  challenge: string;
  closed: string;
}

/** The token that came with the page. */
export const tokenOfPage = (): string => find<HTMLMetaElement>('meta[name="csrf-token"]').content;
