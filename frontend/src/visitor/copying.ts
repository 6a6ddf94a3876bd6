/** Copying what was said leaves it on the device. That is nobody's to forbid, and takes a second thought. */
import type { Words } from "../page/words.ts";
import type { VisitorWord } from "./words.ts";

/** The first time that somebody copies out of `log` nothing is copied and the reason is told; the next time it is. */
export function askBeforeCopying(log: HTMLElement, words: Words<VisitorWord>, tell: (text: string) => void): void {
  let isSure = false;
  log.addEventListener("copy", (event) => {
    if (!isSure) event.preventDefault();
    tell(isSure ? "" : words("copy_again"));
    isSure = !isSure;
  });
}
