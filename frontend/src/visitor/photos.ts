/** Photos, as far as every chat needs them: the button, where the helpline takes them. The rest is fetched when it is pressed. */
import { find } from "../page/elements.ts";
import { ask } from "../page/post.ts";
import type { SentPhoto } from "../sealing/envelope.ts";
import type { Room } from "./chatting.ts";
import type { Drawn } from "./starting.ts";

export interface Photos {
  /** Whether somebody is there to whom a photo can be sent. */
  mayBeSent(may: boolean): void;
}

/** What the script that is fetched later works with. */
export interface Sending {
  room: Room;
  drawn: Drawn;
  button: HTMLElement;
  /** Tell the counsellor that a photo was sent; `text` is what the log shows of it. */
  tell(text: string, photo: SentPhoto): Promise<string | undefined>;
}

type Script = typeof import("./sending.ts");

export function offerPhotos(room: Room, drawn: Drawn, tell: Sending["tell"]): Photos {
  const button = document.querySelector<HTMLElement>("#photo");
  if (!button) return { mayBeSent() {} };
  const { sixth } = find<HTMLScriptElement>("script[data-sixth]").dataset;
  let attempts = 0;
  let asking: Promise<() => void> | undefined;

  /** A browser remembers that an address failed, so that each attempt needs another name for it. */
  async function load(): Promise<() => void> {
    const texts = ask<Record<string, string>>(`/photo?language=${document.documentElement.lang}`);
    const { offerSending } = (await import(`${sixth}#${attempts++}`)) as Script;
    const { status, content } = await texts;
    if (status !== 200) throw new Error("no texts");
    return offerSending({ room, drawn, button: button as HTMLElement, tell }, content);
  }

  button.addEventListener("click", () => {
    asking ??= load();
    asking.then((open) => open()).catch(() => {
      asking = undefined;
      find("#line").textContent = room.words("no_connection");
    });
  });
  return {
    mayBeSent(may) {
      button.hidden = !may;
      if (!may) find("#photo-room").hidden = true;
    },
  };
}
