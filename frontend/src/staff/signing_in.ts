/** Signing in with a name and a password, of which the server sees neither the password nor the key it opens. */
import { find } from "../page/elements.ts";
import type { Answer } from "../page/post.ts";
import { type Bytes, fromBase64url, toBase64url } from "../sealing/bytes.ts";
import { openSlot, splitPassword } from "../sealing/password.ts";
import type { Server } from "./server.ts";

export type Door = "desk" | "office" | "partner";

/** What the server hands to who signed in. Keys are base64url; `slot` opens with the password only. */
export interface Colleague {
  name: string;
  id: string;
  role: string;
  csrf: string;
  public_key: string;
  slot: string;
  teams: { epoch: number; public_key: string; sealed_private: string }[];
  recovery_key: string;
}

export interface SignedIn {
  colleague: Colleague;
  /** The private half of the colleague's key; it is nowhere but in this page's memory. */
  privateKey: Bytes;
}

interface Salt {
  salt: string;
  memory: number;
  passes: number;
}

type Refusal = "refused" | "busy" | "noConnection" | "failed";

export class SignInError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

export async function signIn(
  server: Server,
  door: Door,
  name: string,
  password: string,
  onProgress: (done: number) => void,
): Promise<SignedIn> {
  const effort = await answered(server.post<Salt>(`/${door}/sign-in/salt`, { name }));
  const { auth, kek } = await splitPassword(password, fromBase64url(effort.salt), effort, onProgress);
  const colleague = await answered(server.post<Colleague>(`/${door}/sign-in`, { name, auth: toBase64url(auth) }));
  server.token = colleague.csrf;
  return { colleague, privateKey: await openSlot(fromBase64url(colleague.slot), kek) };
}

async function answered<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { status, content } = await asked;
  if (status === 200) return content;
  const { error } = content;
  throw new SignInError(error === "refused" || error === "busy" ? error : status ? "failed" : "noConnection");
}

/** Make a sign-in form work. Its sentences come with it, as data attributes. */
export function offerSignIn(server: Server, door: Door, done: (signedIn: SignedIn) => void): void {
  const form = find<HTMLFormElement>("#sign-in");
  const [name, password] = [find<HTMLInputElement>("[name=name]", form), find<HTMLInputElement>("[type=password]", form)];
  const progress = find<HTMLProgressElement>("progress", form);
  const say = (sentence: string | undefined): void => {
    find("[role=alert]", form).textContent = sentence ?? "";
  };
  const working = (isWorking: boolean): void => {
    find<HTMLButtonElement>("button", form).disabled = isWorking;
    progress.hidden = !isWorking;
    progress.value = 0;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    working(true);
    try {
      done(await signIn(server, door, name.value, password.value, (part) => (progress.value = part)));
      form.reset();
    } catch (error) {
      say(form.dataset[error instanceof SignInError ? error.refusal : "failed"]);
      password.focus();
    }
    working(false);
  });
}

/** The token that came with the page. */
export const tokenOfPage = (): string => find<HTMLMetaElement>('meta[name="csrf-token"]').content;
