/** Steps of the view `#code`: each has a heading, what it says and asks, and a line that tells how it goes. */
import { find, make } from "../page/elements.ts";
import { show } from "./views.ts";

type Content = Node | string | undefined;

/** Put a step into the view, and its heading to who listens or goes by keys. */
export function step(title: string, ...contents: Content[]): void {
  const heading = make("h1", { tabIndex: -1 }, title);
  const told = make("p", { id: "code-line" });
  told.setAttribute("role", "status");
  find("#code").replaceChildren(heading, ...contents.filter((one) => one !== undefined), told);
  show("code");
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
  const made = make("form", { autocomplete: "off" }, ...contents.filter((one) => one !== undefined), sending);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    sending.disabled = true;
    await send().finally(() => (sending.disabled = false));
  });
  return made;
}

/** Say how it goes, below the step. */
export function tell(...lines: string[]): void {
  find("#code-line").replaceChildren(...lines.flatMap((line) => [line, make("br")]));
}
