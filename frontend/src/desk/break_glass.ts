/** Reading the open chat of a colleague in need: asking, being let in by who holds the key, reading. */
import { clone, find, make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import { type Bytes, fromBase64url, fromHex, toBase64url } from "../sealing/bytes.ts";
import { Conversation, type Opened } from "../sealing/conversation.ts";
import { COUNSELLOR } from "../sealing/envelope.ts";
import { openKey, sealKey } from "../sealing/hpke.ts";
import type { Server } from "../staff/server.ts";
import type { Act } from "./colleagues.ts";
import { type Where, offerLook, photoInWords } from "./photos.ts";
import type { Tab } from "./tabs.ts";
import type { DeskWord } from "./words.ts";

/** The key as who lets somebody in holds it, and to whom it is to be sealed. */
export interface Give {
  public_key: string;
  conversation: string;
  epoch: number;
  sealed_key: string;
}

/** What was asked, or is open. */
export interface Glass {
  number: number;
  name: string;
  whose: string;
  /** When the chat was taken, as it stands in the list out of which it was asked for. */
  since: number;
  need: "danger" | "absent" | "second_opinion";
  until: number | null;
  is_mine: boolean;
  give?: Give;
}

const hour = (moment: number): string => new Date(moment).toTimeString().slice(0, 5);

/** One line that the whole desk sees. */
export function inWords({ name, whose, since, need, until }: Glass, words: Words<DeskWord>): string {
  const said = { name, whose, since: hour(since), need: words(`need_${need}`) };
  return until ? words("glass_open", { ...said, time: hour(until) }) : words("glass_asked", said);
}

/** Open a conversation's key and seal it to who is let in. */
export async function sealForReader(give: Give, privateKey: Bytes): Promise<string> {
  const { conversation, epoch, sealed_key, public_key } = give;
  const binding = { purpose: "conversation-key/staff", conversation: fromHex(conversation), epoch } as const;
  const key = await openKey(fromBase64url(sealed_key), privateKey, binding);
  return toBase64url(await sealKey(key, fromBase64url(public_key), binding));
}

interface Open {
  conversation: string;
  name: string;
  since: number;
}

/** Make the form work with which somebody asks. Its list is asked for when it opens. */
export function offerAsking(server: Server, words: Words<DeskWord>, work: (act: Act) => Promise<void>): void {
  const choice = find<HTMLSelectElement>("#others-chat");
  find("#asking").addEventListener("toggle", async () => {
    const { content } = await server.get<{ open: Open[] }>("/desk/break-glass");
    const options = (content.open ?? []).map(({ conversation, name, since }) =>
      make("option", { value: conversation }, words("chat_since", { name, time: hour(since) })),
    );
    const none = make("option", { value: "" }, words("no_chats"));
    choice.replaceChildren(...(options.length ? options : [none]));
  });
  find("#ask-glass").addEventListener("submit", (event) => {
    event.preventDefault();
    const need = find<HTMLSelectElement>("#need").value;
    void work(async () => {
      const { status } = await server.post("/desk/break-glass", { conversation: choice.value, need });
      return status === 204 ? "asked" : "not_left";
    });
  });
}

interface Reading {
  conversation: string;
  epoch: number;
  sealed_key: string;
  envelopes: string[];
}

/** A conversation that can be read and not written. */
export class GlassTab implements Tab {
  readonly element = clone("#glass-view");
  readonly title: string;
  readonly note = "";
  unread = 0;
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  private readonly privateKey: Bytes;
  private readonly number: number;

  constructor(
    server: Server,
    words: Words<DeskWord>,
    privateKey: Bytes,
    [number, whose]: [number, string],
    onPutAway: (tab: Tab) => void,
  ) {
    this.server = server;
    this.words = words;
    this.privateKey = privateKey;
    this.number = number;
    this.title = words("chat_of", { name: whose });
    find("h2", this.element).textContent = this.title;
    find(".again", this.element).addEventListener("click", () => void this.read());
    find(".put-away", this.element).addEventListener("click", () => onPutAway(this));
    void this.read();
  }

  shown(): void {
    this.element.focus();
  }

  private async read(): Promise<void> {
    const { status, content } = await this.server.get<Reading>(`/desk/break-glass/${this.number}/read`);
    find(".log", this.element).replaceChildren();
    find(".state", this.element).textContent = status === 200 ? "" : this.words("glass_over");
    if (status === 200) await this.show(content);
  }

  private async show({ conversation, epoch, sealed_key, envelopes }: Reading): Promise<void> {
    const { words } = this;
    const id = fromHex(conversation);
    const binding = { purpose: "conversation-key/staff", conversation: id, epoch } as const;
    const key = await openKey(fromBase64url(sealed_key), this.privateKey, binding);
    const sealed = new Conversation(id, key, COUNSELLOR);
    const where = { server: this.server, words, conversation, key, mayDelete: false };
    const log = find(".log", this.element);
    for (const envelope of envelopes) {
      const opened = await sealed.open(fromBase64url(envelope)).catch(() => undefined);
      if (!opened) log.append(make("p", { className: "note" }, words("unreadable")));
      else if (opened.message.text) log.append(this.lineOf(opened, where));
    }
    log.scrollTop = log.scrollHeight;
  }

  private lineOf({ header, message }: Opened, where: Where): HTMLElement {
    const isCounsellor = header.role === COUNSELLOR;
    const who = this.words(isCounsellor ? "counsellor" : "visitor");
    const about = make("p", { className: "about" }, `${who} `, make("time", {}, hour(message.sent_at)));
    const photo = isCounsellor ? undefined : message.photo;
    const text = make("p", { className: "text", dir: "auto" }, photo ? photoInWords(this.words, photo) : message.text);
    const line = make("div", { className: isCounsellor ? "said us" : "said them" }, about, text);
    if (photo) line.append(offerLook(where, photo));
    return line;
  }
}
