/** One conversation on the desk: what was said, the box, and the registration beside it. */
import { clone, find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { State } from "../relay/frames.ts";
import type { Relay } from "../relay/relay.ts";
import { fromHex, type Bytes } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { type About, COUNSELLOR, VISITOR } from "../sealing/envelope.ts";
import type { Server } from "../staff/server.ts";
import { type Box, openBox } from "../talk/box.ts";
import { type Log, openLog } from "../talk/log.ts";
import { type Said, type Say, type Talk, openTalk } from "../talk/talk.ts";
import type { Board } from "./handing/board.ts";
import { Panel } from "./handing/panel.ts";
import { Parts } from "./handing/part.ts";
import type { Keys } from "./keys.ts";
import { offerLook, photoInWords } from "./photos.ts";
import { Proposals } from "./proposals.ts";
import { RegistrationForm } from "./registration.ts";
import { StillYou, offerStillYou } from "./still_you.ts";
import { offerSuggested } from "./suggested.ts";
import type { Tab, Tabs } from "./tabs.ts";
import { pressed, toldBefore } from "./told_before.ts";
import type { DeskWord } from "./words.ts";

/** What a conversation needs of the desk that it lies on. */
export interface Desk {
  server: Server;
  relay: Relay;
  keys: Keys;
  board: Board;
  tabs: Tabs;
  words: Words<DeskWord>;
}

/** How long a visitor may be without a connection before the counsellor hears of it. */
const AWAY_AFTER = 4_000;

/** A chat ends this long after "End the chat" was pressed, so that a slip can be undone. */
const UNDO_WITHIN = 3_000;

export class ConversationTab implements Tab {
  readonly element = clone("#conversation");
  readonly conversation: string;
  /** Whether we have no key to it yet. */
  isKeyToCome = false;
  readonly registration: RegistrationForm;
  readonly proposals: Proposals;
  title: string;
  note = "";
  unread = 0;
  /** Called when the counsellor has put it away. */
  onPutAway = (): void => {};
  private readonly desk: Desk;
  private readonly log: Log;
  private readonly box: Box;
  private panel: Panel | undefined;
  private parts: Parts | undefined;
  private readonly talk: Talk | undefined;
  private readonly stopSuggesting: () => void;
  private readonly stillYou = new StillYou();
  private isOver = false;
  private awayTimer: ReturnType<typeof setTimeout> | undefined;

  /** Without a key nothing can be read or written, but the chat can be registered and ended. */
  constructor(desk: Desk, conversation: string, key: Bytes | undefined, title: string) {
    const { server, words } = desk;
    this.desk = desk;
    this.conversation = conversation;
    this.title = title;
    find("h2", this.element).textContent = title;
    this.log = openLog(find("[role=log]", this.element), words, words("you"), words("visitor"));
    this.talk = key && this.openTalk(key);
    const { say = async () => "not_sent", writing } = this.talk ?? {};
    this.box = openBox(find("form.box", this.element), words, say, writing);
    if (!key) {
      this.box.close();
      find(".still-you", this.element).hidden = true;
      this.put(".state", words("cannot_open"));
    }
    this.registration = new RegistrationForm(server, conversation);
    find(".registration-place", this.element).append(this.registration.element);
    this.stopSuggesting = offerSuggested(desk, conversation, this.registration, () => this.notAllowed());
    this.proposals = new Proposals(server, words);
    find(".finding-place", this.element).append(this.proposals.element);
    this.proposals.onChosen = (proposal) => void this.panel?.choose(proposal);
    this.offerEnd();
  }

  private openTalk(key: Bytes): Talk {
    const { relay, words } = this.desk;
    const { conversation } = this;
    const sealed = new Conversation(fromHex(conversation), key, COUNSELLOR);
    const base = openTalk(relay, { do: "follow", conversation }, sealed, {
      said: (said) => this.said(said, key),
      unreadable: () => this.happened(words("unreadable")),
      doubt: (isDoubtful) => this.put(".doubt", isDoubtful ? words("may_not_have_arrived") : ""),
      changed: (state) => this.changed(state),
      moved: () => {},
      isShown: () => this.desk.tabs.isShown(this),
      seen: this.log.seen,
      writing: (isWriting) => this.put(".writing", isWriting ? words("visitor_writing") : ""),
    });
    const { keys, board } = this.desk;
    const said = (one: Said): void => this.said(one);
    const isShown = (): boolean => this.desk.tabs.isShown(this);
    const writing = (isWriting: boolean, guest?: string): void =>
      this.put(".writing", isWriting ? (guest ?? words("visitor_writing")) : "");
    const joined = (text: string): void => this.happened(text);
    this.parts = new Parts({ board, keys, relay, chat: conversation, log: this.log, said, isShown, writing, joined }, base);
    offerStillYou(this.element, () => this.overheard(), () => void this.ask(base.say));
    const tell = (handover: object): Promise<string | undefined> => base.say("", {}, handover);
    this.panel = new Panel({ board, chat: conversation, privateKey: keys.own, tell, note: (text) => this.log.note(text) });
    find(".handing-place", this.element).append(this.panel.element);
    return this.parts.talk;
  }

  /** It lies on the desk no more. */
  close(): void {
    this.stopSuggesting();
    this.panel?.close();
    this.parts?.close();
  }

  seen(): void {
    this.talk?.shown();
  }

  shown(): void {
    this.seen();
    this.log.toEnd();
    if (!this.isOver) this.box.focus();
  }

  set isConnected(isConnected: boolean) {
    this.box.connected(isConnected);
  }

  /** Nothing is sent any more, also not when the connection is back. */
  signedOut(): void {
    if (!this.isOver) this.box.keep(this.desk.words("not_sent_signed_out"));
  }

  async loadRegistration(): Promise<void> {
    const isLoaded = await this.registration.load();
    this.registration.element.hidden = !isLoaded;
    this.put(".registration-problem", isLoaded ? "" : this.desk.words("not_loaded"));
  }

  /** A message: who wrote it need not be there, and may be somebody who made the visitor give her a duress word. */
  isMessage(isDecoy = false): void {
    this.put(".message", this.desk.words("is_message"));
    if (isDecoy) this.put(".duress", this.desk.words("decoy_here"));
  }

  /** The duress word of this conversation was used. */
  duress(at: number): void {
    const time = new Date(at).toTimeString().slice(0, 5);
    this.put(".duress", this.desk.words("duress_here", { time }));
  }

  /** Ask whether it is still the same person, in the conversation of two: who was let in hears neither this nor the word. */
  private async ask(say: Say): Promise<void> {
    const ask = this.stillYou.question;
    const refusal = await say("", { ask });
    if (refusal) this.put(".state", this.desk.words("not_sent"));
    else this.remark({ ask }, true);
  }

  /** Where no word was agreed on the answer is written in the chat, and read by who was let in. */
  private overheard(): string {
    const name = this.stillYou.question === "question" && this.parts?.guest;
    return name ? this.desk.words("overheard", { name }) : "";
  }

  private remark(about: About, byUs: boolean): void {
    for (const { word, isUrgent } of this.stillYou.heard(about, byUs)) this.log.note(this.desk.words(word), isUrgent);
  }

  /** A line that nobody said, of something that the counsellor did not do. */
  private happened(text: string): void {
    this.log.note(text);
    this.isNew();
  }

  /** There is something to read that was not there before. */
  private isNew(): void {
    if (this.desk.tabs.isShown(this)) return;
    this.unread += 1;
    this.desk.tabs.refresh();
  }

  /** `key`: what opens a photo; in a part that somebody else was let into there are none. */
  private said(said: Said, key?: Bytes): void {
    const { lines } = this.log;
    this.write(said, key);
    // A wish to begin without a word, or the key of a part, is nothing to read.
    if (!said.byUs && this.log.lines > lines) this.isNew();
  }

  /** Into the log, and wherever else it matters. */
  private write(said: Said, key?: Bytes): void {
    const { words } = this.desk;
    if (said.about?.age) {
      this.proposals.fill({ age: said.about.age });
      this.panel?.fill({ age: said.about.age });
    }
    this.remark(said.about ?? {}, said.byUs);
    const answers = toldBefore(said.about ?? {}).map((word) => words(word));
    if (answers.length) this.log.note(words("told_before", { answers: answers.join(", ") }), said.about?.safe === "no");
    this.addToLog(said, key);
    this.panel?.heard(said.handover ?? {});
    if (!said.byUs) this.parts?.heard(said.handover ?? {});
    const answer = pressed(said.about ?? {});
    if (answer) this.log.note(words("pressed", { answer: words(answer) }), answer === "quick_cannot_talk");
  }

  private addToLog(said: Said, key?: Bytes): void {
    const { photo, role } = said;
    if (!photo || !key || role !== VISITOR) return this.log.add(said);
    const { conversation, desk } = this;
    const { server, words } = desk;
    const look = offerLook({ server, words, conversation, key, mayDelete: true }, photo);
    this.log.add({ ...said, text: photoInWords(words, photo) }, look);
  }

  private changed(state: State): void {
    if (this.isOver || state === "waiting") return;
    clearTimeout(this.awayTimer);
    if (state === "open") return this.tellPresence("");
    if (state === "away") return this.tellAwaySoon();
    this.tellPresence("");
    this.isOver = true;
    this.box.close();
    find(".still-you", this.element).hidden = true;
    this.put(".message", "");
    this.put(".state", this.desk.words(state === "left" ? "chat_left" : "chat_ended"));
    for (const name of [".ending", ".blocking"]) find(name, this.element).hidden = true;
    find(".put-away", this.element).hidden = false;
    this.note = this.desk.words(state);
    this.desk.tabs.refresh();
  }

  /** Phones lose their connection all the time; what is back in a moment is not worth a word. */
  private tellAwaySoon(): void {
    const time = new Date().toTimeString().slice(0, 5);
    this.awayTimer = setTimeout(() => this.tellPresence(this.desk.words("visitor_away", { time })), AWAY_AFTER);
  }

  private tellPresence(sentence: string): void {
    this.put(".presence", sentence);
    this.note = sentence ? this.desk.words("away") : "";
    this.desk.tabs.refresh();
  }

  /** Our key is another than before, and a colleague has yet to give us the key of this conversation. */
  keyIsToCome(): void {
    this.isKeyToCome = true;
    this.put(".state", this.desk.words("key_to_come"));
  }

  /** The server says that this conversation is not ours any more, or is no more; it does not tell which. */
  notAllowed(): void {
    this.changed("ended");
    this.put(".state", this.desk.words("chat_gone"));
    this.note = this.desk.words("gone");
    this.desk.tabs.refresh();
  }

  private offerEnd(): void {
    const [end, undo, away] = [".end", ".undo", ".put-away"].map((name) => find(name, this.element)) as HTMLElement[];
    let timer: ReturnType<typeof setTimeout>;
    const ending = (isEnding: boolean): void => {
      end?.toggleAttribute("hidden", isEnding);
      undo?.toggleAttribute("hidden", !isEnding);
    };
    end?.addEventListener("click", () => {
      ending(true);
      find("button", undo).focus();
      timer = setTimeout(() => void this.end().then(() => ending(false)), UNDO_WITHIN);
    });
    undo?.querySelector("button")?.addEventListener("click", () => {
      clearTimeout(timer);
      ending(false);
      end?.focus();
    });
    away?.addEventListener("click", () => this.onPutAway());
    find(".blocking button", this.element).addEventListener("click", () => void this.end("block"));
  }

  private async end(how: "end" | "block" = "end"): Promise<void> {
    const { status } = await this.desk.server.post(`/desk/conversations/${this.conversation}/${how}`);
    if (status === 204) this.changed("ended");
    else this.put(".state", this.desk.words("not_ended"));
  }

  private put(place: string, text: string): void {
    const element = find(place, this.element);
    // The same words again would be read out again.
    if (element.textContent !== text) element.textContent = text;
  }
}
