/** "Is it still you?": the counsellor asks, and the visitor answers with the word that was agreed on with the code. */
import { find } from "../page/elements.ts";
import type { Said, Say } from "../talk/talk.ts";
import { agreedOn } from "./agreed_word.ts";
import type { Room } from "./chatting.ts";
import type { Drawn } from "./starting.ts";

/** What is to be done with all that is said. Without an agreed word the question stands in the chat, and so does the answer. */
export function offerAnswer({ words, log }: Room, { id }: Drawn, tell: Say): (said: Said) => void {
  const form = find("#still-you");
  const input = find<HTMLInputElement>("input", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.value.trim()) return;
    const refusal = await tell("", { answer: await agreedOn(input.value, id) });
    if (refusal) return;
    input.value = "";
    form.hidden = true;
  });
  return ({ about = {}, byUs, ...said }) => {
    if (byUs && about.answer) form.hidden = true;
    if (byUs || !about.ask) return;
    if (about.ask === "word") form.hidden = false;
    const text = about.ask === "word" ? (find("label", form).textContent ?? "") : words("still_you");
    log.add({ ...said, byUs, text });
  };
}
