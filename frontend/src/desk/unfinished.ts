/** The registrations that are still to be finished, by reference. */
import { find, make } from "../page/elements.ts";
import { monthInWords } from "../page/moments.ts";
import type { Words } from "../page/words.ts";
import type { Server } from "../staff/server.ts";
import type { DeskWord } from "./words.ts";

interface Draft {
  reference: string;
  /** The month of the first chat, as `2026-11`. */
  since: string;
  /** The colleague whose draft it is; null when it is one's own, or nobody's any more. */
  colleague: string | null;
  /** Null when it was made with another codebook. */
  open_questions: number | null;
}

export class Unfinished {
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  private readonly isOnDesk: (reference: string) => boolean;
  private readonly open: (reference: string) => void;

  /** `isOnDesk` tells which registrations lie open already; `open` puts one there. */
  constructor(
    server: Server,
    words: Words<DeskWord>,
    isOnDesk: (reference: string) => boolean,
    open: (reference: string) => void,
  ) {
    this.server = server;
    this.words = words;
    this.isOnDesk = isOnDesk;
    this.open = open;
  }

  async refresh(): Promise<void> {
    const { status, content } = await this.server.get<{ unfinished: Draft[] }>("/desk/registrations");
    if (status !== 200) return;
    const drafts = content.unfinished.filter(({ reference }) => !this.isOnDesk(reference));
    find("#unfinished").hidden = !drafts.length;
    find("#unfinished ul").replaceChildren(...drafts.map((draft) => make("li", {}, this.buttonOf(draft))));
  }

  private buttonOf({ reference, since, colleague, open_questions }: Draft): HTMLButtonElement {
    const open =
      open_questions === null ? this.words("other_codebook") : this.words("open_questions", { count: open_questions });
    const whose = colleague === null ? [] : [this.words("draft_of", { name: colleague })];
    const about = [monthInWords(since), open, ...whose].join(" · ");
    const title = make("span", { className: "title" }, reference);
    const button = make("button", { type: "button" }, title, " ", make("span", { className: "note" }, about));
    button.addEventListener("click", () => this.open(reference));
    return button;
  }
}
