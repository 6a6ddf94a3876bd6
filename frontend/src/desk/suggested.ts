/** What the handovers of a conversation suggest for its registration: filled in only when the counsellor says so. */
import { find, make } from "../page/elements.ts";
import type { Answers } from "./answers.ts";
import type { Desk } from "./conversation_tab.ts";
import type { RegistrationForm } from "./registration.ts";

interface Suggestion {
  answers: Answers;
  words: string;
}

const AGAIN_AFTER = 5_000;

/** The answer ends it. It is looked again whenever a handover of this conversation has moved. */
export function offerSuggested(desk: Desk, conversation: string, registration: RegistrationForm): () => void {
  const { server, words, board } = desk;
  const take = make("button", { type: "button", className: "quiet", textContent: words("take_suggestion") });
  const line = make("p", { className: "suggested", hidden: true }, make("span"), " ", take);
  registration.element.prepend(line);
  let suggestion: Suggestion = { answers: {}, words: "" };
  let seen = "";

  const show = (): void => {
    line.hidden = !suggestion.words || registration.holds(suggestion.answers);
    take.hidden = !registration.asks("handover");
    const key = take.hidden ? "suggested_later" : "suggested";
    find("span", line).textContent = words(key, { what: suggestion.words });
  };
  const look = async (): Promise<void> => {
    const states = board.of(conversation).map(({ reference, state, joining }) => [reference, state, joining].join(" "));
    if (states.join() === seen) return;
    const { status, content } = await server.get<Suggestion>(`/desk/conversations/${conversation}/suggestion`);
    if (status !== 200) return void setTimeout(look, AGAIN_AFTER);
    seen = states.join();
    suggestion = content;
    show();
  };
  take.addEventListener("click", () => registration.answer(suggestion.answers));
  registration.element.addEventListener("stored", show);
  return board.onChange(() => void look());
}
