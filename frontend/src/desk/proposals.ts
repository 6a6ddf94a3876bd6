/** Who can take somebody on: a form for what is known, and the answer of the directory. The counsellor decides. */
import { clone, find, make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Server } from "../staff/server.ts";
import type { DeskWord } from "./words.ts";

export interface Contact {
  name: string;
  function: string;
  telephone: string;
  email: string;
  hours: string;
}

/** Somebody who can take this person on. `organisation` names it for good; `receiver` is the codebook's kind. */
export interface Proposal {
  organisation: string;
  name: string;
  receiver: string;
  kind: string;
  need: string;
  is_open: boolean;
  reasons: { words: string; warns: boolean }[];
  contacts: Contact[];
  note: string;
  website: string;
}

interface Place {
  code: string;
  name: string;
}

export interface Found {
  region: Place;
  /** Whether `region` is what was typed, and not the whole country for want of a better answer. */
  is_certain: boolean;
  places: Place[];
  proposals: Proposal[];
  more: number;
  unconfirmed: number;
  last_resort: { name: string; number: string };
  call_first: string;
}

const FIELDS = ["place", "need", "age", "danger", "form", "language"] as const;

/** What the visitor told already may be filled in; it can be changed. */
export type Known = Partial<Record<(typeof FIELDS)[number], string>>;

export class Proposals {
  readonly element = clone("#proposals");
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  /** Called with the one that the counsellor takes; while nobody listens there is nothing to choose, only to read. */
  onChosen: ((proposal: Proposal, found: Found) => void) | undefined;
  private asked = 0;
  private lookedIn = "";

  constructor(server: Server, words: Words<DeskWord>) {
    this.server = server;
    this.words = words;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask("");
    });
    this.gap.addEventListener("click", () => void this.noteGap());
  }

  fill(known: Known): void {
    for (const [name, value] of Object.entries(known)) this.field(name).value = value;
  }

  /** Ask with what stands in the form; `region` is a place that was chosen out of several. */
  private async ask(region: string): Promise<void> {
    const asked = ++this.asked;
    const { status, content } = await this.server.post<Found>("/desk/proposals", { ...this.known, region });
    if (asked !== this.asked) return; // another question was asked meanwhile
    this.put(".problem[role=status]", status === 200 ? "" : this.words("not_found_out"));
    if (status === 200) this.show(content);
    else this.part(".found").hidden = true;
  }

  private show(found: Found): void {
    const { words } = this;
    this.lookedIn = found.region.code;
    this.gap.disabled = false;
    this.put(".gap [role=status]", "");
    const { name, number } = found.last_resort;
    const lastResort = number ? `${name}, ${number}` : name;
    this.put(".call-first", found.call_first && words("call_first", { number: found.call_first }));
    this.put(".looked-in", this.whereLooked(found));
    this.part(".places").replaceChildren(...found.places.map((place) => this.place(place)));
    this.part(".list").replaceChildren(...found.proposals.map((proposal) => this.proposal(proposal, found)));
    const leftOut = [
      found.more && words("more_found", { count: found.more }),
      found.unconfirmed && words("unconfirmed", { count: found.unconfirmed }),
    ];
    this.put(".left-out", leftOut.filter(Boolean).join(" "));
    this.put(".last-resort", words(found.proposals.length ? "last_resort" : "nobody_found", { name: lastResort }));
    this.part(".found").hidden = false;
    this.part(".found").focus();
  }

  /** Where was looked, and whether that is what was typed. */
  private whereLooked({ region, is_certain, places }: Found): string {
    const { words } = this;
    const lookedIn = words("looked_in", { region: region.name });
    if (is_certain) return places.length ? `${lookedIn}. ${words("or_meant")}` : lookedIn;
    return words(places.length ? "place_not_certain" : "place_not_found");
  }

  private place({ code, name }: Place): HTMLLIElement {
    const button = make("button", { type: "button", className: "quiet", textContent: name });
    button.addEventListener("click", () => void this.ask(code));
    return make("li", {}, button);
  }

  private proposal(proposal: Proposal, found: Found): HTMLLIElement {
    const { name, kind, reasons, contacts, note, website } = proposal;
    const item = make(
      "li",
      {},
      make("h3", { textContent: name }),
      make("p", { className: "hint", textContent: kind }),
      make("ul", {}, ...reasons.map(({ words, warns }) => make("li", { className: warns ? "warns" : "", textContent: words }))),
    );
    if (note) item.append(make("p", { textContent: note }));
    for (const contact of contacts) item.append(make("p", { textContent: Object.values(contact).filter(Boolean).join(" · ") }));
    if (website) item.append(make("p", { textContent: `${this.words("website")}: ${website}` }));
    if (this.onChosen) item.append(this.choice(proposal, found));
    return item;
  }

  private choice(proposal: Proposal, found: Found): HTMLButtonElement {
    const button = make("button", { type: "button", textContent: this.words("choose_receiver", { name: proposal.name }) });
    button.addEventListener("click", () => this.onChosen?.(proposal, found));
    return button;
  }

  /** Nobody was found who can: that is counted by need and region, once for each time that was looked. */
  private async noteGap(): Promise<void> {
    this.gap.disabled = true;
    const { need, age } = this.known;
    const { status } = await this.server.post("/desk/gaps", { region: this.lookedIn, need, age });
    this.gap.disabled = status === 204;
    this.put(".gap [role=status]", this.words(status === 204 ? "gap_noted" : "not_found_out"));
  }

  private get known(): Record<string, string> {
    return Object.fromEntries(FIELDS.map((name) => [name, this.field(name).value.trim()]));
  }

  private get gap(): HTMLButtonElement {
    return find<HTMLButtonElement>(".gap button", this.element);
  }

  private get form(): HTMLFormElement {
    return find<HTMLFormElement>("form", this.element);
  }

  private field(name: string): HTMLInputElement | HTMLSelectElement {
    return find<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`, this.element);
  }

  private part(selector: string): HTMLElement {
    return find(selector, this.element);
  }

  private put(selector: string, text: string): void {
    const line = this.part(selector);
    line.textContent = text;
    if (line.classList.contains("call-first")) line.hidden = !text;
  }
}
