/** Words about a handover, sealed to colleagues: why there is a danger, and what a receiver answered. */
import { type Bytes, fromBase64url, fromHex, toBase64url, utf8 } from "../../sealing/bytes.ts";
import { openNote, sealNote } from "../../sealing/package.ts";
import { linesOf } from "../../handing/handovers.ts";
import type { Content } from "../../handing/package.ts";
import { make } from "../../page/elements.ts";
import type { Handover } from "./board.ts";

/** The words of a ground, and the lines that go with it. */
export async function sealGround(content: Content, readers: Record<string, string>, reference: string) {
  return sealTo(utf8(JSON.stringify(content)), readers, reference);
}

/** Words for each reader, by number. */
export async function sealTo(content: Bytes, readers: Record<string, string>, reference: string) {
  const sealed: Record<string, string> = {};
  for (const [reader, key] of Object.entries(readers))
    sealed[reader] = toBase64url(await sealNote(content, fromBase64url(key), fromHex(reference)));
  return sealed;
}

/** The text of a note, or nothing when it does not open here. */
export async function read(sealed: string, privateKey: Bytes, reference: string): Promise<string | undefined> {
  const opened = openNote(fromBase64url(sealed), privateKey, fromHex(reference));
  return opened.then((bytes) => new TextDecoder().decode(bytes)).catch(() => undefined);
}

/** The notes of a handover that open with this key, to be read: a ground with its lines, or an answer. */
export async function drawNotes({ notes, reference, receiver }: Handover, privateKey: Bytes): Promise<HTMLElement[]> {
  const drawn = notes.map(async ({ sealed, is_ground }) => {
    const text = await read(sealed, privateKey, reference);
    const { lines, why } = is_ground ? readGround(text) : { lines: [], why: text ?? "" };
    const who = is_ground ? [] : [make("strong", {}, `${receiver}: `)];
    return [make("p", { className: "text", dir: "auto" }, ...who, why), ...(lines.length ? [make("ol", {}, ...linesOf(lines))] : [])];
  });
  return (await Promise.all(drawn)).flat();
}

/** The words of a ground, as far as they open with this key. */
export async function groundOf({ notes, reference }: Handover, privateKey: Bytes): Promise<Content> {
  const sealed = notes.find(({ is_ground }) => is_ground)?.sealed ?? "";
  return readGround(await read(sealed, privateKey, reference));
}

/** A ground as it was sealed. */
export const readGround = (text: string | undefined): Content => {
  try {
    const { lines, salt, why } = JSON.parse(text ?? "") as Content;
    return { lines: lines.map(String), salt: String(salt), why: String(why) };
  } catch {
    return { lines: [], salt: "", why: "" };
  }
};
