/** A counsellor's shift, from signing in to signing out: the queue, the conversations, the registrations. */
import { find } from "../page/elements.ts";
import type { HandingWord } from "../handing/words.ts";
import { type Words, readWords } from "../page/words.ts";
import { clock, connect } from "../relay/browser.ts";
import type { Duress } from "../relay/frames.ts";
import { type Relay, openRelay } from "../relay/relay.ts";
import type { Bytes } from "../sealing/bytes.ts";
import { type Server, isOfNobody } from "../staff/server.ts";
import type { SignedIn } from "../staff/signing_in.ts";
import { Colleagues } from "./colleagues.ts";
import { GlassTab } from "./break_glass.ts";
import { BesidesList } from "./besides.ts";
import { offerByNumber } from "./by_number.ts";
import { ConversationTab } from "./conversation_tab.ts";
import { Board, type Handover } from "./handing/board.ts";
import { keepReadable } from "./handing/grounds.ts";
import { HandoverTab } from "./handing/handover_tab.ts";
import { Keys, type Sealed, sealAnew } from "./keys.ts";
import { RegistrationTab } from "./registration_tab.ts";
import { type Tab, Tabs } from "./tabs.ts";
import { Unfinished } from "./unfinished.ts";
import { WaitingList } from "./waiting_list.ts";
import type { DeskWord } from "./words.ts";

const RETRY_AFTER = 5_000;

export class Shift {
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  private readonly keys: Keys;
  private readonly tabs: Tabs;
  private readonly relay: Relay;
  private readonly waiting = new WaitingList();
  private readonly unfinished: Unfinished;
  private readonly besides: BesidesList;
  private readonly conversations = new Map<string, ConversationTab>();
  private duress: Duress[] = [];
  private readonly alone = new Map<string, RegistrationTab>();
  private readonly handovers = new Map<string, HandoverTab>();
  readonly board: Board;
  private count = 0;

  constructor(server: Server, words: Words<DeskWord>, signedIn: SignedIn) {
    this.server = server;
    this.words = words;
    this.keys = new Keys(signedIn);
    this.tabs = new Tabs(words);
    this.board = new Board(server, readWords<HandingWord>("handing-words"), (handover) => this.showHandover(handover));
    keepReadable(this.board, this.keys.own);
    this.unfinished = new Unfinished(
      server,
      words,
      (reference) => this.isOnDesk(reference),
      (reference) => this.openAlone(reference),
    );
    this.besides = new BesidesList(
      words,
      (conversation) => this.takeMessage(conversation),
      (conversation) => server.post("/desk/see-duress", { conversation }),
    );
    this.relay = openRelay(connect, clock, {
      connected: () => this.connected(),
      disconnected: () => this.line(false),
      waiting: (visitors, besides) => {
        this.waiting.show(visitors);
        const problem = find("#take-problem");
        if (visitors.length && problem.textContent === words("nobody_waiting")) problem.textContent = "";
        this.besides.show(besides);
        this.duress = besides.duress;
        this.tellDuress();
        this.title();
      },
      notAllowed: (conversation) => this.notAllowed(conversation),
    });
    addEventListener("online", this.relay.wake);
    document.addEventListener("visibilitychange", () => document.hidden || this.relay.wake());
    find("#take").addEventListener("click", () => void this.take());
    offerByNumber(server, words, (reference) => this.openByNumber(reference));
    void this.unfinished.refresh();
    const colleagues = new Colleagues(server, words, this.keys, signedIn);
    colleagues.titleOf = (conversation) => this.conversations.get(conversation)?.title;
    colleagues.onTakenOver = () => void this.resume();
    colleagues.onRead = (number, whose) => {
      const tab = new GlassTab(server, words, signedIn.privateKey, [number, whose], (one) => this.tabs.remove(one));
      this.tabs.add(tab);
      this.tabs.show(tab);
    };
    colleagues.onLook = () => void this.openWhatWasGiven();
  }

  /** Conversations whose key we had to wait for, as soon as somebody has given it. */
  private async openWhatWasGiven(): Promise<void> {
    const awaited = [...this.conversations].filter(([, tab]) => tab.isKeyToCome);
    if (!awaited.length) return;
    const { status, content } = await this.server.get<{ open: Sealed[] }>("/desk/conversations");
    if (status !== 200) return;
    for (const [conversation, tab] of awaited) {
      const sealed = content.open.find((one) => one.conversation === conversation);
      if (!sealed?.sealed_key) continue;
      this.putAway(tab, () => this.conversations.delete(conversation));
      await this.open(sealed, false);
    }
  }

  private connected(): void {
    this.line(true);
    void this.resume();
  }

  private line(isConnected: boolean): void {
    find("#line").textContent = isConnected ? "" : this.words("line_lost");
    for (const tab of this.conversations.values()) tab.isConnected = isConnected;
  }

  /** Take who waits longest, and make the key ours: from now on the team's key does not open it any more. */
  private async take(): Promise<void> {
    const button = find<HTMLButtonElement>("#take");
    button.disabled = true;
    const answer = await this.server.post<Sealed>("/desk/take");
    const { status, content } = answer;
    const { error } = content;
    const problem = error === "nobody_waiting" || error === "key_missing" ? error : "not_taken";
    // Who is signed out is told so above, and cannot try again.
    find("#take-problem").textContent = status === 200 || isOfNobody(answer) ? "" : this.words(problem);
    if (status === 200) await this.open(content, true);
    button.disabled = false;
  }

  /** Take a message. Where its conversation lies on the desk already, it is from before it ended. */
  private async takeMessage(conversation: string): Promise<DeskWord | undefined> {
    const answer = await this.server.post<Sealed>("/desk/take-message", { conversation });
    const { status, content } = answer;
    if (isOfNobody(answer)) return undefined;
    if (content.error === "key_missing") return "key_missing";
    if (status !== 200) return status === 409 ? "message_taken" : "not_taken";
    const before = this.conversations.get(conversation);
    if (before) this.putAway(before, () => this.conversations.delete(conversation));
    await this.open(content, true);
    return undefined;
  }

  /** In a conversation whose duress word was used, too. */
  private tellDuress(): void {
    for (const { conversation, at } of this.duress) this.conversations.get(conversation)?.duress(at);
  }

  /** Open what is ours already: after signing in again, or when taking was cut short by a lost connection. */
  private async resume(): Promise<void> {
    const { status, content } = await this.server.get<{ open: Sealed[] }>("/desk/conversations");
    if (status !== 200) return;
    for (const sealed of content.open) {
      const isWhole = this.conversations.has(sealed.conversation) && !sealed.wrap_to?.length;
      if (!isWhole) await this.open(sealed, false);
    }
  }

  private async open(sealed: Sealed, inView: boolean): Promise<void> {
    const { conversation, wrap_to } = sealed;
    const key = await this.keys.ofConversation(sealed).catch(() => undefined);
    const tab = this.conversations.get(conversation) ?? this.layOut(conversation, key);
    if (!key && !sealed.sealed_key) tab.keyIsToCome();
    if (sealed.is_message) tab.isMessage(sealed.is_decoy);
    this.tellDuress();
    if (inView || this.conversations.size === 1) this.tabs.show(tab);
    if (key && wrap_to?.length) {
      const wraps = await sealAnew(key, sealed);
      const { status } = await this.server.post(`/desk/conversations/${conversation}/wraps`, { wraps });
      // 409: somebody joined or left between taking and sealing, so the list of who gets the key is another by now.
      if (status === 0 || status === 409 || status >= 500) setTimeout(() => void this.resume(), RETRY_AFTER);
    }
    await tab.loadRegistration();
  }

  private layOut(conversation: string, key: Bytes | undefined): ConversationTab {
    this.count += 1;
    const title = this.words("visitor_number", { number: this.count });
    const { server, relay, keys, board, tabs, words } = this;
    const tab = new ConversationTab({ server, relay, keys, board, tabs, words }, conversation, key, title);
    this.conversations.set(conversation, tab);
    this.tabs.add(tab);
    tab.onPutAway = () => this.putAway(tab, () => this.conversations.delete(conversation));
    tab.registration.onChange = () => void this.unfinished.refresh();
    return tab;
  }

  /** Show it where it lies, beside its chat or alone; else as a tab of its own. */
  private openByNumber(reference: string): void {
    const tab = this.onDesk.find(({ registration }) => registration.reference === reference);
    if (tab) this.tabs.show(tab);
    else this.openAlone(reference);
  }

  private openAlone(reference: string): void {
    const putAway = (tab: Tab): void => this.putAway(tab, () => this.alone.delete(reference));
    const tab = new RegistrationTab(this.server, this.words, reference, putAway);
    this.alone.set(reference, tab);
    this.tabs.add(tab);
    this.tabs.show(tab);
    void this.unfinished.refresh();
  }

  private showHandover(handover: Handover): void {
    const { board, keys } = this;
    const { reference } = handover;
    const around = {
      board,
      privateKey: keys.own,
      openChat: (sealed: Sealed) => void this.open(sealed, true),
      putAway: (tab: Tab) => this.putAway(tab, () => this.handovers.delete(reference)),
    };
    const known = this.handovers.get(reference);
    const tab = known ?? new HandoverTab(around, handover);
    this.handovers.set(reference, tab);
    if (!known) this.tabs.add(tab);
    this.tabs.show(tab);
  }

  private putAway(tab: Tab, forget: () => void): void {
    forget();
    if (tab instanceof ConversationTab) {
      this.relay.leave(tab.conversation);
      tab.close();
    }
    this.tabs.remove(tab);
    void this.unfinished.refresh();
  }

  private get onDesk(): (ConversationTab | RegistrationTab)[] {
    return [...this.conversations.values(), ...this.alone.values()];
  }

  private isOnDesk(reference: string): boolean {
    return this.onDesk.some(({ registration }) => registration.reference === reference);
  }

  private notAllowed(conversation: string | undefined): void {
    if (conversation) this.conversations.get(conversation)?.notAllowed();
    else this.server.tellSignedOut();
  }

  /** The session is over: the line is not made anew, and nothing is promised to go over it. */
  signedOut(): void {
    this.relay.stop();
    find("#line").textContent = "";
    for (const tab of this.conversations.values()) tab.signedOut();
    for (const { registration } of this.onDesk) registration.signedOut();
  }

  /** The tab of the browser tells how many wait. */
  private title(): void {
    const { count } = this.waiting;
    document.title = document.title.replace(/^(\(\d+\) )?/, count ? `(${count}) ` : "");
  }
}
