/** Recovery: two printed shares become the recovery key, in this page only, and open what a colleague lacks. */
import { find, make } from "../page/elements.ts";
import { fill } from "../page/words.ts";
import { type Bytes, fromBase64url, toBase64url } from "../sealing/bytes.ts";
import { SealingError } from "../sealing/errors.ts";
import { NO_CONVERSATION, openKey } from "../sealing/hpke.ts";
import { checkPair, keyNumber } from "../sealing/key_pair.ts";
import { joinKey } from "../sealing/shares.ts";
import { type Lack, openingAsRecovery, sealFor } from "../staff/giving.ts";
import { Server } from "../staff/server.ts";
import { tokenOfPage } from "../staff/signing_in.ts";

const server = new Server(tokenOfPage());
const form = find<HTMLFormElement>("#recovery");
const progress = find<HTMLProgressElement>("#progress");
const typed = (id: string): string => find<HTMLTextAreaElement>(id).value;

function problem(name: string): void {
  find("#problem").hidden = !name;
  find("#problem").textContent = form.dataset[name] ?? "";
}

const say = (name: string): void => {
  find("#said").textContent = form.dataset[name] ?? "";
};

async function recoveryKey(): Promise<Bytes> {
  const key = await joinKey([typed("#share-1"), typed("#share-2")]);
  await checkPair(fromBase64url(form.dataset.key ?? ""), key).catch(() => {
    throw new SealingError("other_share");
  });
  for (const id of ["#share-1", "#share-2"]) find<HTMLTextAreaElement>(id).value = "";
  return key;
}

/** What the server sealed to the recovery key, to see who holds it. */
interface Asked {
  sealed: string;
  closed: string;
}

async function offer(key: Bytes): Promise<void> {
  const { status, content } = await server.get<{ lacking: Lack[]; asked: Asked }>("/office/recovery/lacking");
  if (status !== 200) return problem("failed");
  const { sealed, closed } = content.asked;
  const bound = { purpose: "recovery/proof", conversation: NO_CONVERSATION, epoch: 0 } as const;
  const proof = { opened: toBase64url(await openKey(fromBase64url(sealed), key, bound)), closed };
  const items = await Promise.all(content.lacking.map((lack) => itemOf(lack, key, proof)));
  find("#lacking").hidden = !items.length;
  find("#lacking ul").replaceChildren(...items);
  if (!items.length && !find("#said").textContent) say("nobody");
}

async function itemOf(lack: Lack, key: Bytes, proof: object): Promise<HTMLLIElement> {
  const number = await keyNumber(fromBase64url(lack.public_key));
  const text = fill(form.dataset.give ?? "", { name: lack.name });
  const button = make("button", { type: "button", className: "quiet" }, text);
  button.addEventListener("click", () => void give(lack, key, proof));
  return make("li", {}, make("p", {}, `${lack.name}: `, make("code", {}, number)), button);
}

async function give(lack: Lack, key: Bytes, proof: object): Promise<void> {
  problem("");
  progress.hidden = false;
  const given = await sealFor(lack, openingAsRecovery(key), (done, of) => (progress.value = done / of));
  const { status } = await server.post(`/office/recovery/${lack.id}`, { ...given, ...proof });
  progress.hidden = true;
  if (status === 204) say("given");
  else problem("failed");
  await offer(key);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem("");
  say("");
  try {
    await offer(await recoveryKey());
  } catch (error) {
    const isOther = error instanceof SealingError && error.reason === "other_share";
    problem(isOther ? "otherShare" : "badShare");
  }
});
