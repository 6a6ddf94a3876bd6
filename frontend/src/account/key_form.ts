/** A form in which somebody chooses a password. Its sentences come with it, as data attributes. */
import { find } from "../page/elements.ts";
import type { Effort } from "../sealing/password.ts";
import { SignInError } from "../staff/refusal.ts";

export interface KeyForm {
  value(name: string): string;
  /** The work that a new password is to cost. */
  effort: Effort;
  /** Says why the new password cannot be taken, if it cannot. */
  isUnfit(): boolean;
  progress(done: number): void;
  /** Empty the form and say that it is done. */
  done(): void;
}

/** Make a form work, where the page has one; `submit` throws a `SignInError` that the form puts in words. */
export function keyForm(selector: string, submit: (form: KeyForm) => Promise<void>): void {
  const element = document.querySelector<HTMLFormElement>(selector);
  if (!element) return;
  const form = around(element);
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.say("");
    form.working(true);
    await submit(form).catch((error: unknown) => form.say(error instanceof SignInError ? error.refusal : "failed"));
    form.working(false);
  });
}

interface Around extends KeyForm {
  say(sentence: string): void;
  working(isWorking: boolean): void;
}

function around(element: HTMLFormElement): Around {
  const bar = find<HTMLProgressElement>("progress", element);
  const value = (name: string): string => find<HTMLInputElement>(`[name=${name}]`, element).value;
  const say = (sentence: string): void => {
    find("[role=alert]", element).textContent = element.dataset[sentence] ?? "";
    find("[role=status]", element).textContent = "";
  };
  return {
    value,
    say,
    effort: { memory: Number(element.dataset.memory), passes: Number(element.dataset.passes) },
    isUnfit() {
      const isShort = [...value("fresh")].length < Number(element.dataset.shortest);
      const reason = isShort ? "short" : value("fresh") === value("again") ? "" : "differ";
      if (reason) say(reason);
      return reason !== "";
    },
    progress: (done) => (bar.value = done),
    working(isWorking) {
      find<HTMLButtonElement>("button", element).disabled = isWorking;
      bar.hidden = !isWorking;
      bar.value = 0;
    },
    done() {
      element.reset();
      find("[role=status]", element).textContent = element.dataset.done ?? "";
    },
  };
}
