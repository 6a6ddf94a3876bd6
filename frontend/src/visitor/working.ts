/** Doing work that the server asks for, with a script that is fetched only then. */
import { find } from "../page/elements.ts";
import type { Proof } from "./proof.ts";

/** What comes with the error `work`: ask again with the same words and the proof as `work`. */
export interface Asked {
  challenge: string;
  bits: number;
}

/** The proof; nothing when the script could not be fetched. */
export async function workFor({ challenge, bits }: Asked): Promise<Proof | undefined> {
  const address = find<HTMLScriptElement>("script[type=module]").dataset.fourth;
  try {
    const { solve }: typeof import("./proof.ts") = await import(`${address}`);
    return await solve(challenge, bits);
  } catch {
    return undefined;
  }
}
