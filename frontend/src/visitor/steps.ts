/** Steps of the view `#code`: each has a heading, what it says and asks, and a line that tells how it goes. */
import { find, make } from "../page/elements.ts";
import { type View, show } from "./views.ts";

type Content = Node | string | undefined;

/** Nothing but this is in an element from now on. Browsers before 2020 have no `replaceChildren`. */
export function fill(place: string, ...contents: Content[]): void {
  const element = find(place);
  element.textContent = "";
  element.append(...contents.filter((one): one is Node | string => one !== undefined));
}

/** Put a step into the view, and its heading to who listens or goes by keys. */
export function step(title: string, ...contents: Content[]): void {
  const heading = make("h1", { tabIndex: -1 }, title);
  const told = make("p", { id: "code-line" });
  told.setAttribute("role", "status");
  fill("#code", heading, ...contents, told);
  show("code");
}

/** Go back to another view, and leave nothing of a code behind in the page. */
export function backTo(view: View): void {
  fill("#code");
  show(view);
}

export const paragraph = (text: string, className = ""): HTMLElement => make("p", { className }, text);

export function button(text: string, act: () => unknown, className = ""): HTMLButtonElement {
  const made = make("button", { type: "button", className }, text);
  made.addEventListener("click", () => void act());
  return made;
}

/** A line to type in. Nothing that is typed here is kept, spelled or completed by the browser. */
export function field(label: string): { row: HTMLElement; input: HTMLInputElement } {
  const input = make("input", { type: "text", autocomplete: "off", spellcheck: false });
  input.setAttribute("autocapitalize", "none");
  input.setAttribute("autocorrect", "off");
  input.dir = "auto";
  return { row: make("label", {}, label, input), input };
}

/** A form that is sent with Enter or its button, and that waits for what it does. */
export function form(submit: string, send: () => Promise<unknown>, ...contents: Content[]): HTMLFormElement {
  const sending = make("button", {}, submit);
  const made = make("form", { autocomplete: "off" }, ...contents.filter((one): one is Node | string => one !== undefined), sending);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    sending.disabled = true;
    await send().finally(() => (sending.disabled = false));
  });
  return made;
}

/** Say how it goes, below the step. */
export function tell(...lines: string[]): void {
  fill("#code-line", ...lines.map((line) => make("span", {}, line)));
}
