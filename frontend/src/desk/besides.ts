/** What waits at the desk besides visitors: messages that nobody has read, and duress words that nobody has seen. */
import { find, make } from "../page/elements.ts";
import { languageName } from "../page/languages.ts";
import { moment } from "../page/moments.ts";
import type { Words } from "../page/words.ts";
import type { Besides, Duress, MessageLeft } from "../relay/frames.ts";
import type { DeskWord } from "./words.ts";

export class BesidesList {
  private readonly words: Words<DeskWord>;
  private readonly take: (conversation: string) => Promise<DeskWord | undefined>;
  private readonly see: (conversation: string) => Promise<unknown>;
  private shown = "";

  /** `take` answers with what is the matter when a message could not be taken. */
  constructor(
    words: Words<DeskWord>,
    take: (conversation: string) => Promise<DeskWord | undefined>,
    see: (conversation: string) => Promise<unknown>,
  ) {
    this.words = words;
    this.take = take;
    this.see = see;
  }

  show({ messages, duress }: Besides): void {
    // What is the same is not drawn anew: a button would lose its focus, and a warning would be read out again.
    const now = JSON.stringify([messages, duress]);
    if (now === this.shown) return;
    this.shown = now;
    find("#messages").hidden = !messages.length;
    find("#messages-count").textContent = String(messages.length);
    find("#messages ul").replaceChildren(...messages.map((message) => make("li", {}, this.message(message))));
    find("#duress").hidden = !duress.length;
    find("#duress ul").replaceChildren(...duress.map((one) => make("li", {}, ...this.duress(one))));
  }

  private message({ conversation, since, language, again, decoy }: MessageLeft): HTMLButtonElement {
    const kinds = [again && "message_again", decoy && "message_decoy"].filter((kind): kind is DeskWord => Boolean(kind));
    const about = [languageName(language), ...kinds.map((kind) => this.words(kind))].join(" · ");
    const title = make("span", { className: "title" }, moment(since));
    const note = make("span", { className: decoy ? "problem" : "note" }, about);
    const button = make("button", { type: "button" }, title, " ", note);
    button.addEventListener("click", async () => {
      button.disabled = true;
      const problem = await this.take(conversation);
      find("#message-problem").textContent = problem ? this.words(problem) : "";
      button.disabled = false;
    });
    return button;
  }

  private duress({ conversation, at, counsellor }: Duress): Node[] {
    const time = moment(at);
    const told = counsellor ? this.words("duress_with", { time, name: counsellor }) : this.words("duress", { time });
    const seen = make("button", { type: "button", className: "quiet" }, this.words("duress_seen"));
    seen.addEventListener("click", () => void this.see(conversation));
    return [make("p", { className: "problem" }, told), make("p", { className: "hint" }, this.words("duress_what")), seen];
  }
}
