/** The part of a conversation that a receiver sits in: its key comes from the visitor, and is sealed to all in it. */
import { readTold } from "../../handing/frames.ts";
import { type Bytes, fromBase64url, fromHex } from "../../sealing/bytes.ts";
import { Conversation } from "../../sealing/conversation.ts";
import { COUNSELLOR, PARTNER } from "../../sealing/envelope.ts";
import type { Relay } from "../../relay/relay.ts";
import type { Log } from "../../talk/log.ts";
import { type Said, type Talk, openTalk } from "../../talk/talk.ts";
import { type Keys, sealAnew } from "../keys.ts";
import type { Board, Handover } from "./board.ts";

/** What a part needs of the conversation that it belongs to. */
export interface Within {
  board: Board;
  keys: Keys;
  relay: Relay;
  chat: string;
  log: Log;
  said(said: Said): void;
  /** Somebody was let in, or is in it no more: a line in the log. */
  joined(text: string): void;
  isShown(): boolean;
  /** Whether somebody is writing; `guest` says so of who was let in. */
  writing(isWriting: boolean, guest?: string): void;
}

export class Parts {
  private readonly within: Within;
  private readonly base: Talk;
  private readonly keys = new Map<string, Bytes>();
  private readonly entered = new Set<string>();
  private readonly stop: () => void;
  private current: Talk;
  /** Who was let in and reads along now. */
  guest: string | undefined;
  private isBusy = false;

  constructor(within: Within, base: Talk) {
    this.within = within;
    this.base = base;
    this.current = base;
    this.stop = within.board.onChange(() => void this.look());
  }

  /** To both, while somebody was let in; else to the visitor. */
  readonly talk: Talk = {
    say: (...what) => this.current.say(...what),
    writing: () => this.current.writing(),
    shown: () => {
      this.base.shown();
      if (this.current !== this.base) this.current.shown();
    },
  };

  close(): void {
    this.stop();
    for (const part of this.entered) this.within.relay.leave(part);
  }

  /** The visitor's page may have made a key for a part. */
  heard(content: object): void {
    const { part } = readTold(content);
    if (!part) return;
    this.keys.set(part.conversation, fromBase64url(part.key));
    void this.within.board.refresh().then(() => this.look());
  }

  private async look(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    for (const handover of this.within.board.of(this.within.chat)) await this.lookAt(handover);
    this.isBusy = false;
  }

  private async lookAt({ part, receiver }: Handover): Promise<void> {
    if (!part || this.entered.has(part.conversation)) return;
    const { conversation, sealed_key, wrap_to } = part;
    const { board, keys } = this.within;
    let key = this.keys.get(conversation);
    if (wrap_to && key) {
      const wraps = await sealAnew(key, { ...part, sealed_key: "", wrap_to });
      const { status } = await board.server.post(`/desk/conversations/${conversation}/wraps`, { wraps });
      if (status !== 204) return;
    } else if (sealed_key) {
      key = await keys.ofConversation({ ...part, sealed_key, wrap_to: [] }).catch(() => undefined);
    }
    if (key) this.enter(conversation, key, receiver);
  }

  private enter(conversation: string, key: Bytes, receiver: string): void {
    const { relay, log, board, said, isShown, writing, joined } = this.within;
    this.entered.add(conversation);
    this.guest = receiver;
    joined(board.words("with_three", { name: receiver }));
    const sealed = new Conversation(fromHex(conversation), key, COUNSELLOR);
    this.current = openTalk(relay, { do: "follow", conversation }, sealed, {
      said: (one) => said(one.role === PARTNER ? { ...one, from: receiver } : one),
      unreadable: () => {},
      doubt: () => {},
      changed: (state) => {
        if (state !== "ended" && state !== "left") return;
        this.current = this.base;
        this.guest = undefined;
        relay.leave(conversation);
        joined(board.words("without_three", { name: receiver }));
      },
      moved: () => {},
      isShown,
      seen: log.seen,
      writing: (isWriting, role) =>
        writing(isWriting, role === PARTNER ? board.words("is_writing", { name: receiver }) : undefined),
    });
  }
}
