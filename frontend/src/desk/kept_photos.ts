/** The photos that we can delete, of chats that ended too: each can be looked at, or deleted without looking. */
import { askFirst } from "../page/asking.ts";
import { clone, find } from "../page/elements.ts";
import { moment } from "../page/moments.ts";
import type { Words } from "../page/words.ts";
import { fromBase64url, fromHex } from "../sealing/bytes.ts";
import { openKey } from "../sealing/hpke.ts";
import type { Server } from "../staff/server.ts";
import type { Keys } from "./keys.ts";
import { offerLook } from "./photos.ts";
import type { DeskWord } from "./words.ts";

interface Kept {
  photo: string;
  conversation: string;
  name: string;
  since: number;
  epoch: number;
  /** Null when it cannot be opened here; it can be deleted all the same. */
  sealed_key: string | null;
}

export class KeptPhotos {
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  private readonly keys: Keys;
  private readonly place = find<HTMLDetailsElement>("#photos-kept");

  constructor(server: Server, words: Words<DeskWord>, keys: Keys) {
    this.server = server;
    this.words = words;
    this.keys = keys;
    this.place.addEventListener("toggle", () => this.place.open && void this.load());
  }

  /** Show the list as long as there are photos; while it is open it stays, to say what became of them. */
  tell(count: number): void {
    if (!this.place.open) this.place.hidden = !count;
  }

  private async load(): Promise<void> {
    const { status, content } = await this.server.get<{ photos: Kept[] }>("/desk/photos");
    if (status !== 200) return;
    const items = await Promise.all(content.photos.map((kept, index) => this.itemOf(kept, index + 1)));
    find("ul", this.place).replaceChildren(...items);
  }

  private async itemOf(kept: Kept, number: number): Promise<HTMLElement> {
    const item = clone("#photo-kept");
    find("p", item).textContent = this.words("photo_of", { number, name: kept.name, time: moment(kept.since) });
    const look = await this.lookAt(kept).catch(() => undefined);
    find(".looking", item).replaceChildren(...(look ? [look] : []));
    this.offerDelete(item, kept);
    return item;
  }

  /** Nothing for who has no key to it. */
  private async lookAt({ photo, conversation, epoch, sealed_key }: Kept): Promise<HTMLElement | undefined> {
    if (!sealed_key) return undefined;
    const binding = { purpose: "conversation-key/staff", conversation: fromHex(conversation), epoch } as const;
    const key = await openKey(fromBase64url(sealed_key), this.keys.own, binding);
    const { server, words } = this;
    return offerLook({ server, words, conversation, key, mayDelete: false }, { id: photo, bytes: 0 });
  }

  private offerDelete(item: HTMLElement, { photo, conversation }: Kept): void {
    const [remove, sure, said] = [".delete", ".sure", ".told"].map((name) => find(name, item)) as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    askFirst(remove, sure, { yes: find(".yes", sure), no: find(".no", sure) }, async () => {
      const { status } = await this.server.post(`/desk/conversations/${conversation}/photos/${photo}/delete`);
      said.textContent = this.words(status === 204 ? "photo_deleted" : "photo_not_deleted");
      if (status === 204) for (const name of [".looking", ".deleting"]) find(name, item).hidden = true;
    });
  }
}
