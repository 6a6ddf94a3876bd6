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
  const say = (name: string, slots: Record<string, string> = {}): void => {
    find("#recovery-said").textContent = fill(form.dataset[name] ?? "", slots);
  };

  find("#make-shares").addEventListener("click", async () => {
    say("");
    const { status, content } = await server.get<Held & { beyond: number }>(ADDRESS);
    if (status !== 200) return say("noKeys");
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
      const isDone = await putInUse(server, own, pair);
      if (isDone) pair = show([]);
      say(isDone ? "done" : "failed");
    } catch {
      say("failed");
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

/** Seal to the new key what we can open. Conversations come and go meanwhile, so it may take more than one try. */
async function putInUse(server: Server, own: Bytes, { publicKey }: Pair): Promise<boolean> {
  for (let left = TRIES; left; left -= 1) {
    const { status, content } = await server.get<Held>(ADDRESS);
    if (status !== 200) return false;
    const sealed = await sealForRecovery(content, openingAsStaff(own), publicKey);
    const answer = await server.post(ADDRESS, { public_key: toBase64url(publicKey), ...sealed });
    if (answer.status !== 409) return answer.status === 204;
  }
  return false;
}
