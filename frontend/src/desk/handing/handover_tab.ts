/** One handover on the desk: how it stands, what can be done with it now, and what its receiver answered. */
import { drawHandover, move } from "../../handing/handovers.ts";
import { toldHash } from "../../handing/package.ts";
import { find, make } from "../../page/elements.ts";
import { type Bytes, fromHex, toBase64url } from "../../sealing/bytes.ts";
import type { Sealed } from "../keys.ts";
import type { Tab } from "../tabs.ts";
import type { Board, Handover } from "./board.ts";
import { drawNotes, groundOf } from "./notes.ts";
import { send } from "./sending.ts";

/** What a handover needs of the desk. */
export interface Around {
  board: Board;
  privateKey: Bytes;
  /** Bring a conversation into view, or back onto the desk. */
  openChat(sealed: Sealed): void;
  putAway(tab: Tab): void;
}

const ALWAYS = ["explain"];
/** What does not open has none; the server refuses this one. */
const NO_HASH = "00".repeat(32);

export class HandoverTab implements Tab {
  readonly element = make("article", { className: "view alone", tabIndex: -1 });
  readonly reference: string;
  title: string;
  note = "";
  unread = 0;
  private readonly around: Around;
  private readonly stop: () => void;

  constructor(around: Around, handover: Handover) {
    this.around = around;
    this.reference = handover.reference;
    this.title = handover.receiver;
    this.stop = around.board.onChange(() => void this.draw());
    void this.draw();
  }

  shown(): void {
    this.element.focus();
  }

  private async draw(): Promise<void> {
    const { board, privateKey } = this.around;
    const handover = board.byReference(this.reference);
    if (!handover) return this.putAway();
    // In a chat that can be opened, what was agreed is there; without one, only the words of a ground are.
    const moves = handover.may.filter((name) => name !== "send" || handover.basis === "danger");
    const drawn = drawHandover(board.words, handover, [...moves, ...ALWAYS], (name, code) => this.act(handover, name, code));
    find(".notes", drawn).append(...(await drawNotes(handover, privateKey)));
    this.offerChat(find(".chat", drawn), handover);
    find(".put-away", drawn).addEventListener("click", () => this.putAway());
    this.element.replaceChildren(drawn);
  }

  private offerChat(button: HTMLElement, { conversation }: Handover): void {
    button.hidden = !conversation;
    button.addEventListener("click", () => conversation && this.around.openChat(conversation));
  }

  private async act(handover: Handover, name: string, code: string): Promise<string | undefined> {
    const { board } = this.around;
    if (name === "send") return send(board, handover, await groundOf(handover, this.around.privateKey));
    const more = name === "authorise" ? { read_hash: await this.readHash(handover) } : {};
    const problem = await move(board.server, board.words, `/desk/handovers/${handover.reference}/${name}`, { code, ...more });
    await board.refresh();
    return problem;
  }

  /** Of the words that stand here: what the second person confirms is what she read. */
  private async readHash(handover: Handover): Promise<string> {
    const hash = await toldHash(await groundOf(handover, this.around.privateKey), handover);
    return toBase64url(fromHex(hash || NO_HASH));
  }

  private putAway(): void {
    this.stop();
    this.around.putAway(this);
  }
}
