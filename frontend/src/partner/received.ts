/** What was handed over to a partner: asked for again and again, opened here, and answered. */
import { clone, find, make } from "../page/elements.ts";
import { type Words, readWords } from "../page/words.ts";
import { type Basics, type PartOf, drawHandover, linesOf, move, problemOf } from "../handing/handovers.ts";
import { type Content, mayBeTold, open } from "../handing/package.ts";
import type { HandingWord } from "../handing/words.ts";
import { clock, connect } from "../relay/browser.ts";
import { type Relay, openRelay } from "../relay/relay.ts";
import { fingerprint } from "../sealing/agreed.ts";
import { fromBase64url, fromHex, toBase64url, utf8 } from "../sealing/bytes.ts";
import { sealNote } from "../sealing/package.ts";
import type { Server } from "../staff/server.ts";
import type { SignedIn } from "../staff/signing_in.ts";
import { SeatIn } from "./seat.ts";
import type { PartnerWord } from "./words.ts";

/** A handover as the server describes it to its receiver. */
export interface Handover extends Basics {
  is_running: boolean;
  is_new: boolean;
  /** False once the words are deleted, with the conversation that they came from. */
  has_words: boolean;
  part: PartOf | null;
  /** To whom an answer in words is sealed: public keys by number. */
  write_to: Record<string, string>;
}

interface Mine {
  organisation: string;
  is_confirmed: boolean;
  handovers: Handover[];
}

const BETWEEN_LOOKS = 5_000;
const MOVES = ["accept", "decline", "meet", "finish"];

export class Received {
  private readonly server: Server;
  private readonly words: Words<PartnerWord>;
  private readonly handing = readWords<HandingWord>("handing-words");
  private readonly signedIn: SignedIn;
  private readonly relay: Relay;
  private readonly shown = new Map<string, { handover: Handover; element: HTMLElement }>();
  private readonly opened = new Map<string, { content: Content | undefined; inside: HTMLElement }>();
  private readonly seats = new Map<string, SeatIn>();

  constructor(server: Server, words: Words<PartnerWord>, signedIn: SignedIn) {
    this.server = server;
    this.words = words;
    this.signedIn = signedIn;
    const line = (isThere: boolean): void => {
      find("#line").textContent = isThere ? "" : words("line_lost");
      for (const seat of this.seats.values()) seat.isConnected = isThere;
    };
    this.relay = openRelay(connect, clock, {
      connected: () => line(true),
      disconnected: () => line(false),
      notAllowed: (conversation) => {
        if (conversation) this.seats.get(conversation)?.over();
        else this.server.tellSignedOut();
      },
    });
    setInterval(() => document.hidden || void this.refresh(), BETWEEN_LOOKS);
    void this.refresh();
    void this.tellDigits();
  }

  /** The session is over: the line is not made anew, and nothing is promised to go over it. */
  signedOut(): void {
    this.relay.stop();
    find("#line").textContent = "";
    for (const seat of this.seats.values()) seat.signedOut();
  }

  private async tellDigits(): Promise<void> {
    const digits = await fingerprint(this.signedIn.colleague.public_key);
    find("#digits").textContent = this.words("digits", { digits });
  }

  private async refresh(): Promise<void> {
    const { status, content } = await this.server.get<Mine>("/partner/handovers");
    if (status !== 200) return;
    const { organisation, is_confirmed, handovers } = content;
    find("#organisation").textContent = organisation;
    find("#key").textContent = this.words(!organisation ? "not_bound" : is_confirmed ? "confirmed" : "not_confirmed");
    find("#digits").hidden = is_confirmed;
    find("#none").hidden = handovers.length > 0;
    for (const reference of this.shown.keys())
      if (!handovers.some((one) => one.reference === reference)) this.takeAway(reference);
    for (const handover of handovers) this.show(handover);
  }

  /** Called back, or over: nothing of it stays in sight. */
  private takeAway(reference: string): void {
    this.shown.get(reference)?.element.remove();
    this.shown.delete(reference);
    this.opened.delete(reference);
  }

  private show(handover: Handover): void {
    const { reference } = handover;
    const before = this.shown.get(reference);
    if (before && JSON.stringify(before.handover) === JSON.stringify(handover)) return;
    const act = (name: string, code: string) => this.act(handover, name, code);
    if (!handover.has_words) this.opened.delete(reference);
    const element = drawHandover(this.handing, handover, this.movesOf(handover), act, true);
    for (const button of element.querySelectorAll(".chat, .put-away")) button.remove();
    const opened = this.opened.get(reference);
    if (!handover.has_words) find(".notes", element).append(make("p", { className: "text" }, this.words("are_gone")));
    if (opened) {
      find(".notes", element).append(opened.inside);
      this.tellInside(handover, opened.inside);
    }
    if (before) before.element.replaceWith(element);
    else find("#handovers").append(element);
    this.shown.set(reference, { handover, element });
  }

  private movesOf(handover: Handover): string[] {
    if (handover.has_words && !this.opened.has(handover.reference)) return ["read"];
    const canJoin = handover.state === "accepted" && handover.is_running && !handover.part && handover.joining !== "asked";
    return [...handover.may.filter((name) => MOVES.includes(name)), ...(canJoin ? ["ask_in"] : [])];
  }

  private async act(handover: Handover, name: string, code: string): Promise<string | undefined> {
    const address = `/partner/handovers/${handover.reference}`;
    if (name === "read") return this.read(handover, address);
    const problem = await move(this.server, this.handing, `${address}/${name}`, { code });
    await this.refresh();
    return problem;
  }

  private async read(handover: Handover, address: string): Promise<string | undefined> {
    const { status, content } = await this.server.post<Handover & { sealed: string }>(`${address}/open`, {});
    if (status !== 200) {
      await this.refresh();
      return problemOf(this.handing, content.error);
    }
    const { reference, basis } = handover;
    const inside = clone("#inside");
    const found = await open(content.sealed, this.signedIn.privateKey, reference).catch(() => undefined);
    this.opened.set(reference, { content: found, inside });
    const isFine = found && (await mayBeTold(found, handover));
    const checked = find(".checked", inside);
    checked.classList.toggle("problem", !isFine);
    checked.textContent = !found ? this.words("cannot_open") : this.saysOf(basis, Boolean(isFine));
    if (found && isFine) {
      find(".lines", inside).append(...linesOf(found.lines));
      find(".why", inside).textContent = found.why;
    }
    this.offerWriting(reference, inside);
    this.shown.delete(reference); // drawn anew, with what is inside
    find("#handovers").replaceChildren(...Array.from(this.shown.values(), ({ element }) => element));
    await this.refresh();
    return undefined;
  }

  private saysOf(basis: string, isFine: boolean): string {
    if (basis === "danger") return isFine ? this.handing("without_consent") : this.words("is_not_confirmed");
    return this.words(isFine ? "is_agreed" : "is_not_agreed");
  }

  /** Whether the receiver can join, and the chat once she was let in. */
  private tellInside(handover: Handover, inside: HTMLElement): void {
    const { joining, part, is_running, state } = handover;
    const word = joining === "asked" ? "asked_in" : joining === "kept_out" ? "kept_out" : undefined;
    const isOver = state === "accepted" && !is_running && joining !== "let_in";
    find(".joining", inside).textContent = isOver ? this.words("not_running") : word ? this.words(word) : "";
    if (part?.sealed_key && !this.seats.has(part.conversation)) {
      const seat = new SeatIn({ relay: this.relay, words: this.words, privateKey: this.signedIn.privateKey }, part, inside);
      this.seats.set(part.conversation, seat);
    }
  }

  private offerWriting(reference: string, inside: HTMLElement): void {
    const form = find<HTMLFormElement>("form.write", inside);
    const box = find<HTMLTextAreaElement>("textarea", form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const handover = this.shown.get(reference)?.handover;
      const text = box.value.trim();
      if (!handover || !text) return;
      const sealed: Record<string, string> = {};
      for (const [reader, key] of Object.entries(handover.write_to))
        sealed[reader] = toBase64url(await sealNote(utf8(text), fromBase64url(key), fromHex(reference)));
      const problem = await move(this.server, this.handing, `/partner/handovers/${reference}/write`, { sealed });
      find("[role=status]", form).textContent = problem ?? this.words("written");
      if (!problem) box.value = "";
    });
  }
}
