/** Every handover that a colleague still has to think of: asked for again and again, and listed beside the queue. */
import type { PartOf, Basics } from "../../handing/handovers.ts";
import { dueOf, stateOf } from "../../handing/handovers.ts";
import type { HandingWord } from "../../handing/words.ts";
import { find, make } from "../../page/elements.ts";
import type { Words } from "../../page/words.ts";
import type { Server } from "../../staff/server.ts";
import type { Sealed } from "../keys.ts";

/** A handover as the desk knows it. `chat` names its conversation; `conversation` brings the key of that. */
export interface Handover extends Basics {
  organisation: string;
  age: string;
  guardian: string;
  ground: string;
  made_by: string;
  is_mine: boolean;
  is_explained: boolean;
  chat: string;
  conversation: Sealed | null;
  part: PartOf | null;
  notes: { is_ground: boolean; sealed: string; at: number }[];
  /** Public keys to which its maker has to seal the words of its ground now, by reader. */
  readers: Record<string, string>;
}

export interface Receiver {
  organisation: string;
  name: string;
  routes: ("door" | "file")[];
  keys: { key: string; route: string; public: string }[];
}

/** Whom something can be sent to, and what the law says at which age. */
export interface Choices {
  receivers: Receiver[];
  ages: Record<string, { guardian: string[]; says: string }>;
  has_second: boolean;
}

/** While a second person is to confirm a danger, minutes count for who asked: she looks at every turn, else at every fifth. */
const BETWEEN_TURNS = 2_000;
const TURNS_BETWEEN_LOOKS = 5;

export class Board {
  readonly words: Words<HandingWord>;
  readonly server: Server;
  handovers: Handover[] = [];
  choices: Choices = { receivers: [], ages: {}, has_second: false };
  private readonly listeners = new Set<() => void>();
  private readonly show: (handover: Handover) => void;
  private asked = 0;
  private answered = 0;
  private turns = 0;

  /** `show` is called when somebody wants to see one of the list. */
  constructor(server: Server, words: Words<HandingWord>, show: (handover: Handover) => void) {
    this.server = server;
    this.words = words;
    this.show = show;
    setInterval(() => this.turn(), BETWEEN_TURNS);
    void this.refresh();
  }

  /** Hear when the list has changed; the answer stops it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** How many may not stay as they are at the end of a shift. */
  get unexplained(): number {
    return this.handovers.filter(({ is_explained }) => !is_explained).length;
  }

  byReference(reference: string): Handover | undefined {
    return this.handovers.find((handover) => handover.reference === reference);
  }

  of(chat: string): Handover[] {
    return this.handovers.filter((handover) => handover.chat === chat);
  }

  async refresh(): Promise<void> {
    this.turns = 0;
    const question = (this.asked += 1);
    const { status, content } = await this.server.get<{ handovers: Handover[] }>("/desk/handovers");
    // An answer that was overtaken by that to a later question tells how it was before.
    if (status !== 200 || question < this.answered) return;
    this.answered = question;
    const isNew = JSON.stringify(content.handovers) !== JSON.stringify(this.handovers);
    this.handovers = content.handovers;
    if (!isNew) return;
    this.draw();
    for (const listener of this.listeners) listener();
  }

  /** Ask anew whom something can be sent to: keys are confirmed while one works. */
  async loadChoices(): Promise<void> {
    const { status, content } = await this.server.get<Choices>("/desk/handovers/receivers");
    if (status === 200) this.choices = content;
  }

  private turn(): void {
    this.turns += 1;
    const isUrgent = this.handovers.some(({ basis, state }) => basis === "danger" && state === "proposed");
    if (!document.hidden && (isUrgent || this.turns >= TURNS_BETWEEN_LOOKS)) void this.refresh();
  }

  private draw(): void {
    find("#handover-count").textContent = String(this.handovers.length);
    find("#handovers .hint").hidden = this.handovers.length > 0;
    find("#handovers ul").replaceChildren(...this.handovers.map((one) => make("li", {}, this.buttonOf(one))));
  }

  private buttonOf(handover: Handover): HTMLButtonElement {
    const { receiver, level, joining, part, notes } = handover;
    const news = [
      dueOf(this.words, handover),
      joining === "asked" && !part ? this.words("asks_in") : "",
      notes.some(({ is_ground }) => !is_ground) ? this.words("has_answer") : "",
    ];
    const note = make("span", { className: level ? "problem" : "note" }, news.filter(Boolean).join(" "));
    const state = make("span", {}, stateOf(this.words, handover));
    const button = make("button", { type: "button" }, receiver, " ", state, " ", note);
    button.addEventListener("click", () => this.show(handover));
    return button;
  }
}
