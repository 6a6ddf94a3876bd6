/**
 * The fifth script: what would be told to whom, line by line, and what the visitor makes of it. It is fetched when a
 * counsellor asks. What stands in the lines goes to the counsellor, sealed; the server hears yes or no, and a hash.
 */
import { type Answer, type Asking, LONGEST_LINE, type Offer, readTold } from "../handing/frames.ts";
import { find, make } from "../page/elements.ts";
import { post } from "../page/post.ts";
import { type Words, fill } from "../page/words.ts";
import { agreedHash } from "../sealing/agreed.ts";
import { type Bytes, fromHex, random, toBase64url, toHex } from "../sealing/bytes.ts";
import type { ConsentWord } from "./consent_words.ts";
import type { Surroundings } from "./handing.ts";

const TOO_LATE = 409;

const button = (text: string, press: () => void, className = ""): HTMLButtonElement => {
  const made = make("button", { type: "button", className }, text);
  made.addEventListener("click", press);
  return made;
};

interface Line {
  element: HTMLElement;
  /** The words that are left of it, nothing once it was struck. */
  words(): string;
}

/** A line that can be changed, or struck and put back. */
function lineOf(words: Words<ConsentWord>, text: string, number: number): Line {
  const box = make("textarea", { value: text, rows: 2, dir: "auto", maxLength: LONGEST_LINE, autocomplete: "off" });
  box.spellcheck = false;
  const label = make("label", {}, words("line", { number }), box);
  const strike = button("", () => turn(!box.disabled), "quiet");
  const turn = (isStruck: boolean): void => {
    box.disabled = isStruck;
    label.classList.toggle("struck", isStruck);
    strike.textContent = `${words(isStruck ? "restore" : "strike")} (${words("line", { number })})`;
  };
  turn(false);
  return { element: make("li", {}, label, strike), words: () => (box.disabled ? "" : box.value.trim()) };
}

function tick(text: string): { element: HTMLElement; isTicked(): boolean } {
  const box = make("input", { type: "checkbox", autocomplete: "off" });
  return { element: make("label", { className: "tick" }, box, text), isTicked: () => box.checked };
}

export function openConsent({ room, drawn, tell, enter }: Surroundings, texts: Record<string, string>) {
  const words: Words<ConsentWord> = (key, slots = {}) => fill(texts[key] ?? key, slots);
  const cards = new Map<string, HTMLElement>();
  const answered = new Set<string>();

  /** One card for each handover; it takes the place of what stood there before. */
  function put(id: string, title: string, ...content: (Node | string)[]): HTMLElement {
    const heading = make("h2", { tabIndex: -1 }, title);
    const problem = make("p", { className: "alarm" });
    problem.setAttribute("role", "alert");
    const card = make("section", { className: "card" }, heading, ...content, problem);
    const before = cards.get(id);
    cards.set(id, card);
    if (before) before.replaceWith(card);
    else find("#doubt").before(card);
    card.scrollIntoView({ block: "nearest" });
    return card;
  }

  const say = (id: string, word?: ConsentWord): void => {
    find("[role=alert]", cards.get(id)).textContent = word ? words(word) : "";
  };
  const focus = (id: string): void => find("h2", cards.get(id)).focus();

  /** Tell the server what was decided. The answer: whether it is so now; if not, the card says why. */
  async function decide(id: string, decision: string, more: object = {}, card = id): Promise<boolean> {
    const { conversation, token } = drawn;
    const { status } = await post("/consent", { conversation, token, handover: id, decision, ...more });
    const tooLate = decision === "withdraw" ? "too_late" : "over";
    if (status !== 204) say(card, status === TOO_LATE ? tooLate : "not_done");
    return status === 204;
  }

  function ask(offer: Offer): void {
    const { id, receiver } = offer;
    const lines = offer.lines.map((text, at) => lineOf(words, text, at + 1));
    const ticks = [tick(words("tick_help")), tick(words("tick_share")), tick(words("tick_count"))] as const;
    const salt = random(32); // the same for every attempt: what is sent again is the same
    const agree = async (): Promise<void> => {
      const left = lines.map((line) => line.words()).filter(Boolean);
      if (!left.length) return say(id, "nothing_left");
      if (!ticks[0].isTicked() || !ticks[1].isTicked()) return say(id, "tick_first");
      await agreeTo(offer, left, salt, ticks[2].isTicked());
    };
    const choices = [button(words("agree"), once(agree)), button(words("refuse"), once(() => refuse(offer)), "quiet")];
    const list = make("ol", {}, ...lines.map(({ element }) => element));
    const asked = [make("p", {}, words("intro")), list, ...ticks.map(({ element }) => element)];
    put(id, words("title", { receiver }), ...asked, make("p", {}, words("until")), ...choices);
    room.log.note(words("asked"), true);
  }

  async function agreeTo({ id, receiver }: Offer, lines: string[], salt: Bytes, counted: boolean): Promise<void> {
    const hash = await agreedHash(fromHex(id), salt, receiver, lines);
    if (!(await decide(id, "agree", { agreed_hash: toBase64url(fromHex(hash)), may_be_counted: counted }))) return;
    const answer: Answer = { id, receiver, agree: true, lines, salt: toBase64url(salt), counted };
    showAnswer(answer);
    focus(id);
    if (await tell({ answer })) say(id, "not_done");
  }

  async function refuse({ id, receiver }: Offer): Promise<void> {
    if (!(await decide(id, "refuse"))) return;
    const answer: Answer = { id, receiver, agree: false, lines: [], salt: "", counted: false };
    showAnswer(answer);
    focus(id);
    if (await tell({ answer })) say(id, "not_done");
  }

  function showAnswer({ id, receiver, agree, lines }: Answer): void {
    answered.add(id);
    if (!agree) return void put(id, words("refused", { receiver }));
    const list = make("ol", {}, ...lines.map((line) => make("li", { dir: "auto" }, line)));
    const withdraw = async (): Promise<void> => {
      if (!(await decide(id, "withdraw"))) return;
      put(id, words("withdrawn", { receiver }));
      focus(id);
      await tell({ withdrawn: id }); // the counsellor hears it from the server too, also after the end
    };
    put(id, words("agreed", { receiver }), list, make("p", {}, words("until")), button(words("withdraw"), once(withdraw), "quiet"));
  }

  function askToLetIn({ id, receiver }: Asking): void {
    const key = `join ${id}`;
    const [part, token, partKey] = [toHex(random(16)), toBase64url(random(32)), random(32)];
    const letIn = async (): Promise<void> => {
      if (!(await decide(id, "let_in", { part, part_token: token }, key))) return;
      cards.get(key)?.remove();
      cards.delete(key);
      room.log.note(words("joined", { receiver }));
      enter({ conversation: part, token, key: partKey, receiver }, () => room.log.note(words("alone", { receiver })));
      room.box.focus();
      if (await tell({ part: { id, conversation: part, key: toBase64url(partKey) } })) room.log.note(words("not_done"), true);
    };
    const keepOut = async (): Promise<void> => {
      if (!(await decide(id, "keep_out", {}, key))) return;
      put(key, words("kept_out", { receiver }));
      focus(key);
      await tell({ kept_out: id });
    };
    const choices = [button(words("join_yes"), once(letIn)), button(words("join_no"), once(keepOut), "quiet")];
    put(key, words("join_title", { receiver }), make("p", {}, words("join_intro")), ...choices);
    room.log.note(words("asked"), true);
  }

  return {
    /** What was told, by the counsellor or, when a conversation is read again, by ourselves. */
    told(content: object, byUs: boolean): void {
      const { offer, answer, ask: asking, withdrawn } = readTold(content);
      if (offer && !byUs && !cards.has(offer.id)) ask(offer);
      if (asking && !byUs) askToLetIn(asking);
      if (answer && byUs && !answered.has(answer.id)) showAnswer(answer);
      if (withdrawn && byUs) cards.get(withdrawn)?.querySelector("button")?.remove(); // read again
    },
  };
}

/** What was pressed is done once at a time. */
function once(act: () => Promise<void>): () => void {
  let isBusy = false;
  return () => {
    if (isBusy) return;
    isBusy = true;
    void act().finally(() => {
      isBusy = false;
    });
  };
}
