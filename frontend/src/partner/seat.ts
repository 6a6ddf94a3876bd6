/** A partner's seat in the part of a conversation into which the visitor let her: what is said from then on. */
import { find } from "../page/elements.ts";
import type { PartOf } from "../handing/handovers.ts";
import type { Words } from "../page/words.ts";
import type { Relay } from "../relay/relay.ts";
import { type Bytes, fromBase64url, fromHex } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { COUNSELLOR, PARTNER } from "../sealing/envelope.ts";
import { openKey } from "../sealing/hpke.ts";
import { type Box, openBox } from "../talk/box.ts";
import { type Log, openLog } from "../talk/log.ts";
import { openTalk } from "../talk/talk.ts";
import type { PartnerWord } from "./words.ts";

/** What a seat needs of the page. */
export interface Around {
  relay: Relay;
  words: Words<PartnerWord>;
  privateKey: Bytes;
}

export class SeatIn {
  private readonly around: Around;
  private readonly room: HTMLElement;
  private readonly log: Log;
  private box: Box | undefined;

  constructor(around: Around, part: PartOf, inside: HTMLElement) {
    this.around = around;
    this.room = find(".room", inside);
    this.log = openLog(find("[role=log]", this.room), around.words, around.words("you"), around.words("others"));
    void this.sit(part);
  }

  set isConnected(isConnected: boolean) {
    this.box?.connected(isConnected);
  }

  /** The chat is over, or the visitor let her out. */
  over(): void {
    this.box?.close();
    this.log.note(this.around.words("room_over"));
  }

  /** Nothing is sent any more, also not when the connection is back. */
  signedOut(): void {
    this.box?.keep(this.around.words("not_sent_signed_out"));
  }

  private async sit({ conversation, epoch, sealed_key = "" }: PartOf): Promise<void> {
    const { relay, words, privateKey } = this.around;
    const id = fromHex(conversation);
    const binding = { purpose: "conversation-key/staff", conversation: id, epoch } as const;
    const key = await openKey(fromBase64url(sealed_key), privateKey, binding).catch(() => undefined);
    this.room.hidden = false;
    if (!key) return this.log.note(words("cannot_open"), true);
    const sealed = new Conversation(id, key, PARTNER);
    const { say, writing } = openTalk(relay, { do: "follow", conversation }, sealed, {
      said: (said) => this.log.add(said.role === COUNSELLOR ? { ...said, from: words("counsellor") } : said),
      unreadable: () => this.log.note(words("unreadable")),
      doubt: (isDoubtful) => isDoubtful && this.log.note(words("may_not_have_arrived")),
      changed: (state) => (state === "ended" || state === "left") && this.over(),
      moved: () => {},
      isShown: () => !document.hidden,
      seen: this.log.seen,
      writing: (isWriting, role) => {
        const word = role === COUNSELLOR ? "counsellor_writing" : "visitor_writing";
        find(".writing", this.room).textContent = isWriting ? words(word) : "";
      },
    });
    this.box = openBox(find("form.box", this.room), words, say, writing);
  }
}
