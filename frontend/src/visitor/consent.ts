/**
 * The fifth script: what would be told to whom, line by line, and what the visitor makes of it. It is fetched when a
 * counsellor asks. What stands in the lines goes to the counsellor, sealed; the server hears yes or no, and a hash.
 */
import { type Answer, type Asking, LONGEST_LINE, type Offer, type Part, readTold } from "../handing/frames.ts";
import { find, make } from "../page/elements.ts";
import { growing } from "../page/growing.ts";
import { post } from "../page/post.ts";
import { type Words, fill } from "../page/words.ts";
import { agreedHash } from "../sealing/agreed.ts";
import { type Bytes, fromBase64url, fromHex, random, toBase64url, toHex } from "../sealing/bytes.ts";
import type { ConsentWord } from "./consent_words.ts";
import type { Surroundings } from "./handing.ts";

const TOO_LATE = 409;
/** From here on the server could not, and may be able to in a moment. */
const NOT_NOW = 500;
const AGAIN_AFTER = 5_000;
/** All that was said before has come in after this long. */
const SETTLED_AFTER = 500;

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
  const label = make("label", {}, words("line", { number }), growing(box));
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

export function openConsent({ room, drawn, isOpen, tell, enter }: Surroundings, texts: Record<string, string>) {
  const words: Words<ConsentWord> = (key, slots = {}) => fill(texts[key] ?? key, slots);
  const cards = new Map<string, HTMLElement>();
  const answered = new Set<string>();
  const takenBack = new Set<string>();
  /** What is asked and not answered yet, by handover: what may be told, and whether a receiver may join. */
  const asked = new Map<string, Offer>();
  const joining = new Map<string, Asking>();
  const parts = new Set<string>();
  const receivers = new Map<string, string>();

  /** One card for each handover; it takes the place of what stood there before. */
  function put(id: string, title: string, ...content: (Node | string)[]): HTMLElement {
    return place(id, make("section", { className: "card" }, make("h2", { tabIndex: -1 }, title), ...content));
  }

  /** A card that folds to its title, so that on a phone the chat is not pushed out of sight. */
  function putFolding(id: string, title: string, ...content: (Node | string)[]): HTMLElement {
    const summary = make("summary", {}, make("h2", { tabIndex: -1 }, title));
    return place(id, make("details", { className: "card", open: true }, summary, ...content));
  }

  function place(id: string, card: HTMLElement): HTMLElement {
    const problem = make("p", { className: "alarm" });
    problem.setAttribute("role", "alert");
    card.append(problem);
    const before = cards.get(id);
    cards.set(id, card);
    if (before) before.replaceWith(card);
    else find("#doubt").before(card);
    if (isOpen()) card.scrollIntoView({ block: "nearest" });
    return card;
  }

  const say = (id: string, word?: ConsentWord): void => {
    find("[role=alert]", cards.get(id)).textContent = word ? words(word) : "";
  };
  const focus = (id: string): void => find("h2", cards.get(id)).focus();

  const mine = (handover: string) => ({ conversation: drawn.conversation, token: drawn.token, handover });

  /** Tell the server what was decided. The answer: whether it is so now; if not, the card says why. */
  async function decide(id: string, decision: string, more: object = {}, card = id): Promise<boolean> {
    const { status } = await post("/consent", { ...mine(id), decision, ...more });
    if (status === 204) return true;
    if (status !== TOO_LATE) say(card, "not_done");
    else if (decision === "withdraw") keepOnly(id, "too_late");
    else isNoQuestion(id, card);
    return false;
  }

  /** What cannot be done any more is not offered. */
  function keepOnly(id: string, why?: ConsentWord): void {
    for (const gone of cards.get(id)?.querySelectorAll("button, .until") ?? []) gone.remove();
    say(id, why);
  }

  /** The counsellor took it back, it came too late, or the receiver does not ask any more. */
  function isNoQuestion(id: string, card: string): void {
    (card === id ? asked : joining).delete(id);
    put(card, words("over"));
    focus(card);
  }

  /** What was asked before this page was opened, and answered, needs no look. */
  const noteAsked = (of: Map<string, unknown>, id: string): void => {
    setTimeout(() => isOpen() && of.has(id) && room.log.note(words("asked"), true), SETTLED_AFTER);
  };

  /** Ask, while the counsellor is there; else say that nothing goes. */
  function ask(offer: Offer): void {
    const { id, receiver } = offer;
    asked.set(id, offer);
    answered.delete(id);
    if (!isOpen()) return void put(id, words("unanswered", { receiver }));
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
    const shown = [make("p", {}, words("intro")), list, ...ticks.map(({ element }) => element)];
    const card = put(id, words("title", { receiver }), ...shown, make("p", {}, words("until")), ...choices);
    card.addEventListener("change", () => say(id));
    noteAsked(asked, id);
  }

  async function agreeTo(offer: Offer, lines: string[], salt: Bytes, counted: boolean): Promise<void> {
    const { id, receiver } = offer;
    const hash = await agreedHash(fromHex(id), salt, receiver, lines);
    if (!(await decide(id, "agree", { agreed_hash: toBase64url(fromHex(hash)), may_be_counted: counted }))) return;
    const answer: Answer = { id, receiver, agree: true, lines, salt: toBase64url(salt), counted };
    if (isOpen()) {
      showAnswer(answer);
      focus(id);
      if (!(await tell({ answer }))) return;
    }
    // The counsellor has not got the words, and without them nothing can go: it is as if it was not answered.
    ask({ ...offer, lines });
    if (isOpen()) say(id, "not_done");
  }

  async function refuse({ id, receiver }: Offer): Promise<void> {
    if (!(await decide(id, "refuse"))) return;
    const answer: Answer = { id, receiver, agree: false, lines: [], salt: "", counted: false };
    showAnswer(answer);
    focus(id);
    if (isOpen()) await tell({ answer }); // nothing goes, whether it arrives or not
  }

  function showAnswer({ id, receiver, agree, lines }: Answer): void {
    answered.add(id);
    asked.delete(id);
    if (!agree) return void put(id, words("refused", { receiver }));
    const list = make("ol", {}, ...lines.map((line) => make("li", { dir: "auto" }, line)));
    const withdraw = async (): Promise<void> => {
      if (!(await decide(id, "withdraw"))) return;
      showTakenBack(id, receiver);
      focus(id);
      if (isOpen()) await tell({ withdrawn: id }); // when nobody is there, the desk hears it from the server
    };
    const until = make("p", { className: "until" }, words("until"));
    putFolding(id, words("agreed", { receiver }), list, until, button(words("withdraw"), once(withdraw), "quiet"));
  }

  function showTakenBack(id: string, receiver: string): void {
    takenBack.add(id);
    put(id, words("withdrawn", { receiver }));
  }

  const fold = (): void => {
    for (const card of cards.values()) if (card instanceof HTMLDetailsElement) card.open = false;
  };

  function drop(key: string): void {
    cards.get(key)?.remove();
    cards.delete(key);
  }

  /** Go into the part of the conversation that the receiver sits in. */
  function goInto({ id, conversation, key }: Part, token: string): void {
    const receiver = receivers.get(id) ?? "";
    parts.add(conversation);
    keepOnly(id);
    fold();
    room.log.note(words("joined", { receiver }));
    const writes = words("writes", { receiver });
    enter({ conversation, token, key: fromBase64url(key), receiver, writes }, () => room.log.note(words("alone", { receiver })));
  }

  /** Who comes back with her code proves anew that the part is hers. */
  async function goInAgain(part: Part): Promise<void> {
    parts.add(part.conversation);
    const token = toBase64url(random(32));
    const { status } = await post("/consent", { ...mine(part.id), decision: "come_back", part: part.conversation, part_token: token });
    if (status === 204) goInto(part, token);
    else if (status === 0 || status >= NOT_NOW) setTimeout(() => void goInAgain(part), AGAIN_AFTER);
  }

  function askToLetIn(asking: Asking): void {
    const { id, receiver } = asking;
    const key = `join ${id}`;
    joining.set(id, asking);
    if (!isOpen()) return void put(key, words("kept_out", { receiver }));
    const [token, part] = [toBase64url(random(32)), { id, conversation: toHex(random(16)), key: toBase64url(random(32)) }];
    const letIn = async (): Promise<void> => {
      if (!(await decide(id, "let_in", { part: part.conversation, part_token: token }, key))) return;
      joining.delete(id);
      drop(key);
      goInto(part, token);
      room.box.focus();
      if (await tell({ part })) room.log.note(words("not_done"), true);
    };
    const keepOut = async (): Promise<void> => {
      if (!(await decide(id, "keep_out", {}, key))) return;
      joining.delete(id);
      put(key, words("kept_out", { receiver }));
      focus(key);
      await tell({ kept_out: id });
    };
    const choices = [button(words("join_yes"), once(letIn)), button(words("join_no"), once(keepOut), "quiet")];
    put(key, words("join_title", { receiver }), make("p", {}, words("join_intro")), ...choices);
    noteAsked(joining, id);
  }

  /** Read again: a question about joining that was answered before this page was opened is none any more. */
  function answeredBefore(id: string): void {
    if (joining.delete(id)) drop(`join ${id}`);
  }

  return {
    /** Something was said: what was answered folds away. */
    fold,
    /** The counsellor is there, or is there no more: what is not answered is asked, or is asked no more. */
    changed(): void {
      for (const offer of asked.values()) ask(offer);
      for (const asking of joining.values()) askToLetIn(asking);
    },
    /** What was told, by the counsellor or, when a conversation is read again, by ourselves. */
    told(content: object, byUs: boolean): void {
      const { offer, answer, ask: asking, part, withdrawn, kept_out } = readTold(content);
      const named = offer ?? asking;
      if (named) receivers.set(named.id, named.receiver);
      if (!byUs) {
        if (offer && !cards.has(offer.id)) ask(offer);
        if (asking) askToLetIn(asking);
        return;
      }
      if (answer && !answered.has(answer.id)) showAnswer(answer);
      if (withdrawn && !takenBack.has(withdrawn)) showTakenBack(withdrawn, receivers.get(withdrawn) ?? "");
      if (kept_out) answeredBefore(kept_out);
      if (part) answeredBefore(part.id);
      if (part && !parts.has(part.conversation)) void goInAgain(part);
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
