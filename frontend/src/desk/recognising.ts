/** "Did this visitor chat before?": type a number, be asked once, and only then the two are joined. */
import { find } from "../page/elements.ts";
import { fill } from "../page/words.ts";
import { readReference } from "./reference.ts";

/** `join` does it; its answer is what went wrong, in words, or nothing. `words` are the form's own sentences. */
export function offerRecognising(
  within: HTMLElement,
  words: DOMStringMap,
  join: (reference: string) => Promise<string | undefined>,
): void {
  const input = find<HTMLInputElement>("[data-recognise]", within);
  const [ask, confirm, yes, no] = ["ask", "confirm", "yes", "no"].map((name) => find(`[data-recognise-${name}]`, within)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  let reference: string | undefined;

  const complain = (fault: string | undefined): void => {
    const line = find("[data-recognise-fault]", within);
    line.textContent = fault ?? "";
    line.hidden = !fault;
  };
  const asking = (about: string | undefined): void => {
    reference = about;
    confirm.hidden = about === undefined;
    ask.hidden = about !== undefined;
    find("p", confirm).textContent = about === undefined ? "" : fill(words.join ?? "", { reference: about });
  };
  ask.addEventListener("click", () => {
    const typed = readReference(input.value);
    complain(typed ? undefined : words.unknownReference);
    asking(typed);
    if (typed) no.focus();
  });
  no.addEventListener("click", () => {
    asking(undefined);
    ask.focus();
  });
  input.addEventListener("input", () => asking(undefined));
  yes.addEventListener("click", async () => {
    const confirmed = reference;
    asking(undefined);
    if (!confirmed) return;
    const fault = await join(confirmed);
    complain(fault);
    if (!fault) input.value = "";
    input.focus();
  });
}
