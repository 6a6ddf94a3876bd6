/** Sending what was agreed: sealed to each confirmed account of the receiver, or as a file for who has only age. */
import { type Content, mayBeTold, seal } from "../../handing/package.ts";
import { problemOf } from "../../handing/handovers.ts";
import { make } from "../../page/elements.ts";
import { fromHex, toBase64url } from "../../sealing/bytes.ts";
import type { Board, Handover } from "./board.ts";

type Age = typeof import("./age.ts");

const ADDRESS = document.querySelector<HTMLElement>("script[data-age]")?.dataset.age;
const KEEP_FOR = 60_000;
const NOT_YET_SENT = ["agreed", "authorised"];

/** Files by their handover until they are on the counsellor's disk: nothing can make the same again. */
const made = new Map<string, Blob>();

/** Send it; the answer is what went wrong, if something did. */
export async function send(board: Board, handover: Handover, content: Content): Promise<string | undefined> {
  const { words } = board;
  const { reference, basis, told_hash } = handover;
  if (!(await mayBeTold(content, handover))) return words(basis === "danger" ? "other_words" : "nobody_agreed");
  await board.loadChoices();
  const keys = keysOf(board, handover);
  if (!keys.length) return words("no_confirmed_key");
  const packages: Record<string, string> = {};
  try {
    if (handover.route === "file") made.set(reference, await encrypted(content, keys[0]?.public ?? ""));
    else for (const key of keys) packages[key.key] = await seal(content, key.public, reference);
  } catch {
    return words("not_done");
  }
  const sent = { packages, told_hash: toBase64url(fromHex(told_hash)) };
  const { status, content: answer } = await board.server.post(`/desk/handovers/${reference}/send`, sent);
  if (status === 200) download(reference);
  await board.refresh();
  if (!status) downloadOnceSent(board, reference);
  const isSent = status === 200 || board.byReference(reference)?.state === "sent";
  return isSent ? undefined : problemOf(words, answer.error);
}

function keysOf({ choices }: Board, { organisation, route }: Handover) {
  const receiver = choices.receivers.find((one) => one.organisation === organisation);
  return receiver?.keys.filter((key) => key.route === route) ?? [];
}

async function encrypted({ lines, why }: Content, recipient: string): Promise<Blob> {
  const { encrypt } = (await import(ADDRESS as string)) as Age;
  const text = [...lines, ...(why ? ["", why] : [])].join("\n");
  return new Blob([(await encrypt(`${text}\n`, recipient)) as Uint8Array<ArrayBuffer>]);
}

/** The answer was lost: only the list tells, now or when there is a connection again, whether it was sent. */
function downloadOnceSent(board: Board, reference: string): void {
  const look = (): void => {
    const state = board.byReference(reference)?.state ?? "";
    if (state === "sent") download(reference);
    if (!NOT_YET_SENT.includes(state)) stop();
  };
  const stop = board.onChange(look);
  look();
}

/** The file goes to the counsellor's own disk, encrypted and once; from there by mail. */
function download(reference: string): void {
  const file = made.get(reference);
  if (!file) return;
  made.delete(reference);
  const link = make("a", { href: URL.createObjectURL(file), download: `${reference}.age` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEEP_FOR);
}

