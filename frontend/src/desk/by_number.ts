/** Opening a registration by its number: a finished one is in no list. */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Server } from "../staff/server.ts";
import { readReference } from "./reference.ts";
import type { DeskWord } from "./words.ts";

const OTHER_CODEBOOK = 409; // it exists; its tab says what is the matter

/** `open` puts a registration in view. */
export function offerByNumber(server: Server, words: Words<DeskWord>, open: (reference: string) => void): void {
  const form = find<HTMLFormElement>("#by-number");
  const input = find<HTMLInputElement>("input", form);
  const say = (problem: DeskWord | undefined): void => {
    find("[role=status]", form).textContent = problem ? words(problem) : "";
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const reference = readReference(input.value);
    if (!reference) return say("not_a_number");
    const { status } = await server.get(`/desk/registrations/${reference}`);
    if (status === 404) return say("no_such_registration");
    if (status !== 200 && status !== OTHER_CODEBOOK) return say("not_loaded");
    say(undefined);
    input.value = "";
    open(reference);
  });
}
