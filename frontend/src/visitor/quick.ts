/** Answers that are pressed, for who cannot write much. The code goes along, so that the desk knows it in every language. */
import { find, findAll } from "../page/elements.ts";
import type { Box } from "../talk/box.ts";

export function offerAnswers(box: Box): void {
  for (const button of findAll<HTMLButtonElement>("#quick button"))
    button.addEventListener("click", () => box.answer(button.textContent ?? "", { quick: button.value }));
}

export function showAnswers(areThere: boolean): void {
  find("#quick").hidden = !areThere;
}
