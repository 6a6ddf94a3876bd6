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
const NO_CONNECTION = 0;
const NOT_FOUND = 404;
const SERVER_FAILED = 500;

/**
 * The answer ends it. It is looked again whenever a handover of this conversation has moved, and once more after a while
 * where the server could not answer. `gone` hears that the conversation is not ours any more, or is no more.
 */
export function offerSuggested(
  desk: Desk,
  conversation: string,
  registration: RegistrationForm,
  gone: () => void,
): () => void {
  const { server, words, board } = desk;
  const take = make("button", { type: "button", className: "quiet", textContent: words("take_suggestion") });
  const line = make("p", { className: "suggested", hidden: true }, make("span"), " ", take);
  registration.element.prepend(line);
  let suggestion: Suggestion = { answers: {}, words: "" };
  let seen = "";
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const show = (): void => {
    line.hidden = !suggestion.words || registration.holds(suggestion.answers);
    take.hidden = !registration.asks("handover");
    const key = take.hidden ? "suggested_later" : "suggested";
    find("span", line).textContent = words(key, { what: suggestion.words });
  };
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    if (isStopped) return;
    const states = board.of(conversation).map(({ reference, state, joining }) => [reference, state, joining].join(" "));
    if (states.join() === seen) return;
    const { status, content } = await server.get<Suggestion>(`/desk/conversations/${conversation}/suggestion`);
    if (status === NOT_FOUND) {
      stop();
      return gone();
    }
    if (status === NO_CONNECTION || status >= SERVER_FAILED) timer = setTimeout(look, AGAIN_AFTER);
    if (status !== 200) return;
    seen = states.join();
    suggestion = content;
    show();
  };
  take.addEventListener("click", () => registration.answer(suggestion.answers));
  registration.element.addEventListener("stored", show);
  const stopListening = board.onChange(() => void look());
  const stop = (): void => {
    isStopped = true;
    clearTimeout(timer);
    stopListening();
  };
  return stop;
}
