/** Three questions after the chat. The answers are counted, and never put with what was said. */
import { find } from "../page/elements.ts";
import { post } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { answered } from "./questions.ts";
import type { VisitorWord } from "./words.ts";

/** `chat` proves that there was one; the server forgets within the hour who has answered. */
export function askAfter(words: Words<VisitorWord>, chat: { conversation: string; token: string }): void {
  const form = find("#after");
  const [button, told] = [find<HTMLButtonElement>("button", form), find("#after-told")];
  if (told.textContent) return; // she has answered
  form.hidden = false;
  form.onchange = () => {
    button.disabled = !Object.keys(answered("#after")).length;
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    const { status } = await post("/after", { ...chat, answers: answered("#after") });
    form.hidden = status === 204;
    button.disabled = false;
    told.textContent = words(status === 204 ? "after_thanks" : status ? "failed" : "no_connection");
  };
}
