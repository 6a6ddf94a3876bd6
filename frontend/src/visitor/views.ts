/** The views of the one page. One is in sight at a time; none of them is an address, nor a step to go back to. */
import { find, findAll } from "../page/elements.ts";

/** Each is a section of the page with this id. */
export type View = "intro" | "leaving" | "chat" | "code";

/** Bring a view into sight, and its heading to who listens or goes by keys. */
export function show(view: View): void {
  for (const section of findAll("main > section")) section.hidden = section.id !== view;
  document.body.classList.toggle("chatting", view === "chat");
  scrollTo(0, 0);
  find(`#${view} [tabindex="-1"]`).focus();
}
