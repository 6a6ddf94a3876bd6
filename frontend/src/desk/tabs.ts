/** What lies open on the desk, side by side: one in view, the others in a list with what is new in them. */
import { find, make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { DeskWord } from "./words.ts";

/** One thing that lies open: a conversation, or a registration by itself. */
export interface Tab {
  readonly element: HTMLElement;
  title: string;
  /** A word on its state, such as "ended". */
  note: string;
  unread: number;
  /** It came into view. */
  shown(): void;
  /** It was in view already, and is looked at again. */
  seen?(): void;
}

export class Tabs {
  private readonly words: Words<DeskWord>;
  private readonly tabs: Tab[] = [];
  private current: Tab | undefined;

  constructor(words: Words<DeskWord>) {
    this.words = words;
    addEventListener("keydown", (event) => {
      const tab = event.altKey && /^[1-9]$/.test(event.key) ? this.tabs[Number(event.key) - 1] : undefined;
      if (!tab) return;
      event.preventDefault();
      this.show(tab);
    });
    document.addEventListener("visibilitychange", () => document.hidden || this.lookedAt());
    this.refresh();
  }

  /** The browser's window came back to the front: what is in view has been seen now. */
  private lookedAt(): void {
    if (!this.current) return;
    this.current.unread = 0;
    this.current.seen?.();
    this.refresh();
  }

  get unread(): number {
    return this.tabs.reduce((count, { unread }) => count + unread, 0);
  }

  isShown(tab: Tab): boolean {
    return tab === this.current && !document.hidden;
  }

  add(tab: Tab): void {
    this.tabs.push(tab);
    tab.element.hidden = true;
    find("#views").append(tab.element);
    this.refresh();
  }

  remove(tab: Tab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    tab.element.remove();
    if (tab !== this.current) return this.refresh();
    this.current = undefined;
    const [first] = this.tabs;
    if (first) this.show(first);
    else this.refresh();
  }

  show(tab: Tab): void {
    if (this.current) this.current.element.hidden = true;
    this.current = tab;
    tab.element.hidden = false;
    tab.unread = 0;
    this.refresh();
    tab.shown();
  }

  /** Draw the list anew; call it when a title, a note or a count has changed. */
  refresh(): void {
    const items = this.tabs.map((tab, index) => make("li", {}, this.buttonOf(tab, index + 1)));
    find("#tabs").replaceChildren(...items);
    find("#nothing").hidden = this.current !== undefined;
  }

  private buttonOf(tab: Tab, number: number): HTMLButtonElement {
    const button = make("button", { type: "button" }, make("span", { className: "title" }, tab.title));
    if (number < 10) button.setAttribute("aria-keyshortcuts", `Alt+${number}`);
    if (tab === this.current) button.setAttribute("aria-current", "true");
    if (tab.note) button.append(" ", make("span", { className: "note" }, tab.note));
    if (tab.unread) button.append(" ", make("strong", {}, this.words("new_messages", { count: tab.unread })));
    button.addEventListener("click", () => this.show(tab));
    return button;
  }
}
