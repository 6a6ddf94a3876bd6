/**
 * The sixth script: sending a photo. It is fetched when somebody wants to. The photo is drawn anew, so that nothing but
 * the picture is left of the file, sealed here, and sent; then the counsellor is told where it lies.
 */
import { find, make } from "../page/elements.ts";
import { post } from "../page/post.ts";
import { type Words, fill } from "../page/words.ts";
import { toBase64url, toHex } from "../sealing/bytes.ts";
import type { SentPhoto } from "../sealing/envelope.ts";
import { sealPhoto } from "../sealing/photo.ts";
import type { PhotoWord } from "./photo_words.ts";
import type { Sending } from "./photos.ts";
import { isAble, prepared } from "./preparing.ts";

/** A photo on a bad network takes this long at most; then it can be tried again. */
const PATIENCE = 60_000;

const KIB = 1024;

/** Draw the place where a photo is chosen. The answer opens it. */
export function offerSending({ room, drawn, button, tell }: Sending, texts: Record<string, string>): () => void {
  const words: Words<PhotoWord> = (key, slots = {}) => fill(texts[key] ?? key, slots);
  const place = find("#photo-room");
  const title = make("h2", { tabIndex: -1, id: "photo-title" }, words("title"));
  // The browser's own button speaks the language of the browser, and not that of the page.
  const file = make("input", { type: "file", accept: "image/*", hidden: true, autocomplete: "off" });
  const choose = make("button", { type: "button" }, words("choose"));
  const again = make("button", { type: "button", hidden: true }, words("again"));
  const back = make("button", { type: "button", className: "quiet" }, room.words("go_back"));
  const status = make("p");
  status.setAttribute("role", "status");
  place.setAttribute("aria-labelledby", "photo-title");
  place.className = "card";
  const told = (["child", "who", "seen", "stays"] as const).map((key) => make("p", {}, words(key)));
  place.replaceChildren(title, ...(isAble() ? [...told, file, choose] : [make("p", {}, words("old_browser"))]), status, again, back);

  const say = (text: string): void => {
    status.textContent = text;
  };
  /** What is on its way cannot be put out of sight: whether it arrives has to be seen. */
  const isBusy = (busy: boolean): void => {
    choose.hidden = back.hidden = busy;
  };
  const close = (): void => {
    place.hidden = true;
    button.focus();
    find("#log").scrollIntoView();
  };

  async function chosen(): Promise<void> {
    const [picture] = file.files ?? [];
    if (!picture) return;
    again.hidden = true;
    isBusy(true);
    say(room.words("starting"));
    const jpeg = await prepared(picture).catch(() => undefined); // whatever is the matter, it is no photo to this browser
    file.value = "";
    if (!jpeg) {
      isBusy(false);
      say(words("not_a_photo"));
      return choose.focus();
    }
    const { photo, sealed } = await sealPhoto(jpeg, drawn.key, drawn.id);
    const [named, content] = [{ id: toHex(photo), bytes: jpeg.length }, toBase64url(sealed)];
    again.onclick = () => void send(named, content);
    await send(named, content);
  }

  /** The same photo again has the same name, so that it is never there twice. */
  async function send(photo: SentPhoto, content: string): Promise<void> {
    again.hidden = true;
    isBusy(true);
    say(words("sending"));
    const { conversation, token } = drawn;
    const { status, content: answer } = await post("/photo", { conversation, token, photo: photo.id, content }, PATIENCE);
    const line = words("line", { size: Math.ceil(photo.bytes / KIB) });
    const isSent = status === 204 && !(await tell(line, photo));
    isBusy(false);
    if (isSent) return sent();
    const isFull = answer.error === "too_many";
    again.hidden = isFull;
    say(words(isFull ? "too_many" : "not_sent"));
    if (place.hidden) room.log.note(words("not_sent"), true); // the chat has ended meanwhile
    else (isFull ? choose : again).focus();
  }

  /** It stands in the log, with its mark. */
  function sent(): void {
    again.onclick = null;
    say("");
    if (!place.hidden) close();
  }

  choose.addEventListener("click", () => file.click());
  file.addEventListener("change", () => void chosen());
  back.addEventListener("click", close);
  return () => {
    place.hidden = false;
    title.focus();
    place.scrollIntoView();
  };
}
