/** A form whose work takes seconds says so, and cannot be sent twice. */
import { findAll } from "../page/elements.ts";

function waiting(form: HTMLFormElement, isWaiting: boolean): void {
  for (const button of findAll<HTMLButtonElement>("button", form)) button.disabled = isWaiting;
  const line = document.getElementById(form.dataset.waiting ?? "");
  if (line) line.hidden = !isWaiting;
}

const forms = findAll<HTMLFormElement>("form[data-waiting]");
// A moment later: a button that is disabled during the event would not be sent with the form.
for (const form of forms) form.addEventListener("submit", () => setTimeout(() => waiting(form, true)));
addEventListener("pageshow", () => forms.forEach((form) => waiting(form, false)));
