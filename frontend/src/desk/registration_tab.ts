/** A registration that was left unfinished, opened again without its chat. */
import { clone, find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Server } from "../staff/server.ts";
import { RegistrationForm } from "./registration.ts";
import type { Tab } from "./tabs.ts";
import type { DeskWord } from "./words.ts";

export class RegistrationTab implements Tab {
  readonly element = clone("#registration-alone");
  readonly registration: RegistrationForm;
  readonly title: string;
  readonly note = "";
  unread = 0;

  constructor(server: Server, words: Words<DeskWord>, reference: string, onPutAway: (tab: Tab) => void) {
    this.title = words("registration_of", { reference });
    this.registration = new RegistrationForm(server);
    find(".registration-place", this.element).append(this.registration.element);
    find(".put-away", this.element).addEventListener("click", () => onPutAway(this));
    void this.registration.load(reference).then((isLoaded) => {
      this.registration.element.hidden = !isLoaded;
      find(".registration-problem", this.element).textContent = isLoaded ? "" : words("not_loaded");
    });
  }

  shown(): void {
    this.element.focus();
  }
}
