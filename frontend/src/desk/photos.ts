/**
 * A photo of a visitor at the desk: a line tells that there is one, and it is fetched, opened and drawn only when somebody
 * asks to look at it. It is drawn blurred on a canvas, which has no address and leaves nothing behind when it is closed.
 */
import { askFirst } from "../page/asking.ts";
import { clone, find, make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import { type Bytes, fromBase64url, fromHex } from "../sealing/bytes.ts";
import type { SentPhoto } from "../sealing/envelope.ts";
import { openPhoto } from "../sealing/photo.ts";
import type { Server } from "../staff/server.ts";
import type { DeskWord } from "./words.ts";

const KIB = 1024;

/** Of which conversation a photo is, and what opens it. */
export interface Where {
  server: Server;
  words: Words<DeskWord>;
  conversation: string;
  key: Bytes;
  /** Who only reads a colleague's chat may look, and not delete. */
  mayDelete: boolean;
}

/** What the log says of a photo. */
export const photoInWords = (words: Words<DeskWord>, { bytes }: SentPhoto): string =>
  words("photo_came", { size: Math.ceil(bytes / KIB) });

/** The button with which it is looked at, and what became of that. */
export function offerLook(where: Where, { id }: SentPhoto): HTMLElement {
  const { server, words, conversation, mayDelete } = where;
  const address = `/desk/conversations/${conversation}/photos/${id}`;
  const look = make("button", { type: "button", className: "quiet" }, words("photo_look"));
  const told = make("span", {});
  told.setAttribute("role", "status");
  const over = (word: DeskWord): void => {
    look.hidden = true;
    told.textContent = words(word);
  };

  async function deleteIt(): Promise<boolean> {
    const { status } = await server.post(`${address}/delete`);
    if (status === 204) over("photo_deleted");
    return status === 204;
  }

  look.addEventListener("click", async () => {
    told.textContent = "";
    look.disabled = true;
    const { status, content } = await server.get<{ content: string }>(address);
    look.disabled = false;
    if (status === 404) return over("photo_gone");
    const picture = status === 200 && (await opened(where, id, content.content).catch(() => undefined));
    if (picture) show(words, picture, mayDelete ? deleteIt : undefined);
    else told.textContent = words("photo_not_opened");
  });
  return make("p", {}, look, " ", told);
}

async function opened({ conversation, key }: Where, id: string, content: string): Promise<ImageBitmap> {
  const jpeg = await openPhoto(fromBase64url(content), key, fromHex(conversation), fromHex(id));
  return createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
}

/** Draw it in a dialog that is gone, with what was drawn, when it is closed or the window is not in front any more. */
function show(words: Words<DeskWord>, picture: ImageBitmap, deleteIt?: () => Promise<boolean>): void {
  const dialog = clone<HTMLDialogElement>("#photo-view");
  const [canvas, clear, remove, sure] = ["canvas", ".clear", ".delete", ".sure"].map((name) => find(name, dialog)) as [
    HTMLCanvasElement,
    HTMLButtonElement,
    HTMLButtonElement,
    HTMLElement,
  ];
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
  remove.hidden = !deleteIt;
  const close = (): void => dialog.close();
  clear.addEventListener("click", () => {
    canvas.classList.remove("blurred");
    clear.hidden = find(".hint", dialog).hidden = true;
    find<HTMLButtonElement>(".close", dialog).focus();
  });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault()); // it offers to save a copy
  askFirst(remove, sure, { yes: find(".yes", sure), no: find(".no", sure) }, async () => {
    if (await deleteIt?.()) close();
    else find("[role=alert]", dialog).textContent = words("photo_not_deleted");
  });
  find(".close", dialog).addEventListener("click", close);
  document.addEventListener("visibilitychange", close);
  dialog.addEventListener("close", () => {
    document.removeEventListener("visibilitychange", close);
    canvas.width = canvas.height = 0;
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
}
