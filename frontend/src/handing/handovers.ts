/** Handovers as the server describes them, and how they are drawn: the same at the desk and at the partners' door. */
import { clone, find, findAll, make } from "../page/elements.ts";
import { moment } from "../page/moments.ts";
import type { Words } from "../page/words.ts";
import type { Server } from "../staff/server.ts";
import type { HandingWord } from "./words.ts";

/** What every door may know of a handover. Moments are milliseconds. */
export interface Basics {
  reference: string;
  receiver: string;
  state: string;
  basis: "consent" | "danger";
  route: "door" | "file";
  need: string;
  urgency: string;
  since: number;
  due: number | null;
  level: number;
  /** At the desk: the visitor decided last, and nobody heard of it in the chat. */
  is_unheard?: boolean;
  /** Of what may be told now; see `package.ts`. */
  told_hash: string;
  joining: "no" | "asked" | "let_in" | "kept_out";
  may: string[];
}

/** The part of a conversation that a receiver sits in. Its key is there once it was sealed to everybody. */
export interface PartOf {
  conversation: string;
  epoch: number;
  since: number;
  language: string;
  guest: string;
  sealed_key?: string;
  sealed_by?: "staff";
  wrap_to?: { to: string; public_key: string }[];
}

const VERY_LATE = 2;

/** How far it is. In danger nobody was shown anything: a second person is awaited. */
export const stateOf = (words: Words<HandingWord>, { state, basis }: Basics): string =>
  words(basis === "danger" && state === "proposed" ? "waits_for_second" : (`state_${state}` as HandingWord));

/** Until when something is to be done, in a sentence. Of what is over, only that nobody heard of it. */
export function dueOf(words: Words<HandingWord>, { due, level, is_unheard }: Basics): string {
  if (!due) return is_unheard ? words("unheard") : "";
  const word = level >= VERY_LATE ? "very_late" : level ? "late" : "due";
  return words(word, { time: moment(due) });
}

/** Why something was refused, in a sentence. */
export const problemOf = (words: Words<HandingWord>, error: string | undefined): string => {
  const sentence = words((error ?? "not_done") as HandingWord);
  return sentence === error ? words("not_done") : sentence;
};

export type Act = (move: string, code: string) => Promise<string | undefined>;

/** The template `#handover`, with a form for each move that can be made now. `act` answers what went wrong. */
export function drawHandover(
  words: Words<HandingWord>,
  handover: Basics,
  moves: string[],
  act: Act,
  /** To its receiver it is not the receiver that tells handovers apart. */
  isForReceiver = false,
): HTMLElement {
  const element = clone("#handover");
  const { receiver, basis } = handover;
  const need = words(`need_${handover.need}` as HandingWord);
  const urgency = words(`urgency_${handover.urgency}` as HandingWord);
  find("h3", element).textContent = isForReceiver ? need : receiver;
  const facts = [stateOf(words, handover), ...(isForReceiver ? [] : [need]), urgency];
  find(".facts", element).textContent = facts.join(" · ");
  const due = find(".due", element);
  due.textContent = dueOf(words, handover);
  due.classList.toggle("problem", handover.level > 0);
  find(".danger", element).textContent = basis === "danger" ? words("without_consent") : "";
  for (const form of findAll<HTMLFormElement>("form[data-move]", element)) {
    const { move = "" } = form.dataset;
    if (!moves.includes(move)) form.remove();
    else offer(form, (code) => act(move, code));
  }
  return element;
}

function offer(form: HTMLFormElement, act: (code: string) => Promise<string | undefined>): void {
  const button = find<HTMLButtonElement>("button", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const problem = await act(form.querySelector("select")?.value ?? "");
    button.disabled = false;
    find("[role=status]", form.closest(".handover") as Element).textContent = problem ?? "";
  });
}

export const linesOf = (lines: string[]): HTMLElement[] => lines.map((line) => make("li", { dir: "auto" }, line));

/** Do something with a handover; the answer is what went wrong, if something did. */
export async function move(
  server: Server,
  words: Words<HandingWord>,
  address: string,
  body: object,
): Promise<string | undefined> {
  const { status, content } = await server.post(address, body);
  return status < 300 ? undefined : problemOf(words, content.error);
}
