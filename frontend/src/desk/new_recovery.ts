/** Another recovery key: made here, printed as three shares, tried by typing two of them over, then put in use. */
import { find, make } from "../page/elements.ts";
import { fill } from "../page/words.ts";
import { type Bytes, equal, toBase64url } from "../sealing/bytes.ts";
import { SealingError } from "../sealing/errors.ts";
import { makeKeyPair } from "../sealing/hpke.ts";
import { joinKey, splitKey } from "../sealing/shares.ts";
import { type Held, openingAsStaff, sealForRecovery } from "../staff/giving.ts";
import type { Server } from "../staff/server.ts";

const ADDRESS = "/desk/recovery-key";

interface Pair {
  privateKey: Bytes;
  publicKey: Bytes;
}

/** Make the part of the page work with which a shift lead replaces the recovery key. */
export function offerNewRecovery(server: Server, own: Bytes): void {
  const form = find<HTMLFormElement>("#new-recovery");
  let pair: Pair | undefined;
  let insteadOf = "";
  let isUnsure = false;
  const say = (name: string, slots: Record<string, string> = {}): void => {
    find("#recovery-said").textContent = fill(form.dataset[name] ?? "", slots);
  };

  find("#make-shares").addEventListener("click", async () => {
    say("");
    const { status, content } = await server.get<Held & { public_key: string; beyond: number }>(ADDRESS);
    if (status !== 200) return say("noKeys");
    insteadOf = content.public_key;
    pair = await makeKeyPair();
    show(await splitKey(pair.privateKey, pair.publicKey));
    find("#beyond").textContent = content.beyond ? fill(form.dataset.beyond ?? "", { count: String(content.beyond) }) : "";
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    if (!pair) return;
    try {
      if (!(await areOfKey(pair))) return say("badShare");
      const outcome = await putInUse(server, own, pair.publicKey, insteadOf);
      const isOver = outcome === "done" || outcome === "replaced";
      if (isOver) pair = show([]);
      isUnsure = outcome === "unknown" || (isUnsure && !isOver);
      say(isUnsure ? "unknown" : outcome);
    } catch {
      say(isUnsure ? "unknown" : "failed");
    }
  });
}

/** Show the shares, or put them away when there are none. */
function show(shares: string[]): undefined {
  find("#new-shares").hidden = !shares.length;
  find("#new-shares ol").replaceChildren(...shares.map((share) => make("li", {}, make("code", {}, share))));
  for (const id of ["#typed-1", "#typed-2"]) find<HTMLTextAreaElement>(id).value = "";
}

/** Whether the two that were typed over give the key that was made. */
async function areOfKey({ privateKey }: Pair): Promise<boolean> {
  const typed = (id: string): string => find<HTMLTextAreaElement>(id).value;
  try {
    return equal(await joinKey([typed("#typed-1"), typed("#typed-2")]), privateKey);
  } catch (error) {
    if (error instanceof SealingError) return false;
    throw error;
  }
}

const TRIES = 5;

/**
 * "failed" only when nothing was changed. Without an answer the server may have done it, or do it in a moment.
 * "replaced": another key than ours is in use now, instead of the one that we saw.
 */
type Outcome = "done" | "failed" | "unknown" | "replaced";

/** Seal to the new key what we can open. Conversations come and go meanwhile, so it may take more than one try. */
export async function putInUse(server: Server, own: Bytes, publicKey: Bytes, instead_of: string): Promise<Outcome> {
  const public_key = toBase64url(publicKey);
  let otherwise: Outcome = "failed";
  for (let left = TRIES; left; left -= 1) {
    const { status, content } = await server.get<Held & { public_key: string }>(ADDRESS);
    if (status === 200 && content.public_key === public_key) return "done";
    if (status === 200 && content.public_key !== instead_of) return "replaced";
    if (status !== 200 || otherwise === "unknown") return otherwise;
    const sealed = await sealForRecovery(content, openingAsStaff(own), publicKey);
    const answer = await server.post(ADDRESS, { public_key, instead_of, ...sealed });
    if (answer.status === 204) return "done";
    if (answer.status === 0 || answer.status >= 500) otherwise = "unknown";
    else if (answer.status !== 409) return "failed";
  }
  return otherwise;
}
