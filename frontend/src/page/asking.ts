/** A button for what cannot be undone: it asks once, in the page itself, and the answer that changes nothing has the focus. */
export function askFirst(
  button: HTMLElement,
  question: HTMLElement,
  { yes, no }: { yes: HTMLElement; no: HTMLElement },
  act: () => unknown,
): void {
  const asking = (isAsking: boolean): void => {
    question.hidden = !isAsking;
    button.hidden = isAsking;
    (isAsking ? no : button).focus();
  };
  button.addEventListener("click", () => asking(true));
  no.addEventListener("click", () => asking(false));
  yes.addEventListener("click", () => void act());
}
