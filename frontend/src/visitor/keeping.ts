/** Making a code: choose its kind, learn it, type it back. The server hears of it when it was typed back, and not before. */
import { make } from "../page/elements.ts";
import { post } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { random, toBase64url, toHex } from "../sealing/bytes.ts";
import { Conversation } from "../sealing/conversation.ts";
import { VISITOR } from "../sealing/envelope.ts";
import { DIGITS, WORDS, derive, normalised, wrapKey } from "../sealing/return_code.ts";
import { agreedOn } from "./agreed_word.ts";
import type { Needed } from "./code_words.ts";
import { fetchList } from "./fetch_list.ts";
import type { Drawn } from "./starting.ts";
import { backTo, button, field, form, paragraph, step, tell } from "./steps.ts";
import { draw, drawDigits, drawWords } from "./word_list.ts";
import type { VisitorWord } from "./words.ts";

/** The chat for which a code is made. */
export interface Keeping {
  drawn: Drawn;
  words: Words<VisitorWord>;
  /** Tell the counsellor, sealed, on which word was agreed; not possible while nothing can be written. */
  agree(word: string): Promise<unknown>;
  /** There is a code now. */
  kept(): void;
  /** Nothing is left to talk about. */
  stop(): void;
}

/** A code, and the same code with another end that raises the alarm. */
export interface Made {
  parts: string[];
  isWords: boolean;
  alarm: string;
}

/** How many digits of the end the alarm changes; of words it is the last. */
const ALARM_DIGITS = 4;

const DIGITS_TOGETHER = 4;

export const codeOf = ({ parts }: Made): string => parts.join(" ");
export const alarmCodeOf = ({ parts, alarm }: Made): string => [...parts.slice(0, -1), alarm].join(" ");

export function makeWords(list: readonly string[]): Made {
  const parts = drawWords(WORDS, list);
  const others = list.filter((word) => !parts.includes(word));
  return { parts, isWords: true, alarm: others[draw(others.length)] as string };
}

export function makeDigits(): Made {
  const parts = drawDigits(DIGITS).match(new RegExp(`\\d{${DIGITS_TOGETHER}}`, "g")) as string[];
  const last = Number(parts[parts.length - 1]);
  const other = (last + 1 + draw(10 ** ALARM_DIGITS - 1)) % 10 ** ALARM_DIGITS;
  return { parts, isWords: false, alarm: String(other).padStart(ALARM_DIGITS, "0") };
}

/** The first step: which kind of code. */
export function offerToKeep(needed: Needed, keeping: Keeping): void {
  const { words } = needed;
  const choose = async (isWords: boolean): Promise<void> => {
    tell(keeping.words("starting"));
    const list = isWords ? await fetchList(needed.list) : [];
    if (isWords && !list.length) return tell(keeping.words("no_connection"));
    new Making(needed, keeping, isWords ? makeWords(list) : makeDigits()).show();
  };
  const kinds = [button(words("words"), () => choose(true)), button(words("digits"), () => choose(false))];
  // The words are Dutch: who reads another language may find digits easier, and so may her keyboard.
  if (document.documentElement.lang !== "nl") kinds.reverse();
  step(
    words("title"),
    paragraph(words("what")),
    paragraph(words("careful")),
    ...kinds,
    button(words("back"), () => backTo("chat"), "quiet"),
  );
}

/** One code, from when it is shown until it is kept or given up. */
class Making {
  private readonly needed: Needed;
  private readonly keeping: Keeping;
  private readonly made: Made;
  private hasAlarm = false;
  private agreed = "";

  constructor(needed: Needed, keeping: Keeping, made: Made) {
    this.needed = needed;
    this.keeping = keeping;
    this.made = made;
  }

  show(): void {
    const { words } = this.needed;
    const { parts, isWords } = this.made;
    const [one, two, three, four, five] = parts as [string, string, string, string, string];
    const code = make("p", { className: "code", dir: "ltr", lang: "nl" }, codeOf(this.made));
    const help = isWords ? words("story", { one, two, three, four, five }) : words("ordinary");
    const agreed = field(words("ask_word"));
    agreed.input.value = this.agreed;
    agreed.input.addEventListener("input", () => (this.agreed = agreed.input.value));
    step(
      words("your_code"),
      paragraph(words("once")),
      code,
      paragraph(help),
      ...this.alarm(),
      agreed.row,
      paragraph(words("word_what"), "about"),
      button(words("known"), () => this.typeBack()),
      button(words("back"), () => backTo("chat"), "quiet"),
    );
  }

  private alarm(): HTMLElement[] {
    const { words } = this.needed;
    const box = make("input", { type: "checkbox", checked: this.hasAlarm });
    const what = words(this.made.isWords ? "alarm_word" : "alarm_digits", { word: this.made.alarm });
    const told = make("div", { hidden: !this.hasAlarm }, paragraph(what), paragraph(words("alarm_then")));
    box.addEventListener("change", () => (told.hidden = !(this.hasAlarm = box.checked)));
    return [make("label", { className: "tick" }, box, words("ask_alarm")), told];
  }

  private typeBack(): void {
    const { words } = this.needed;
    const [code, alarm] = [field(words("type_back")), field(words("type_alarm"))];
    const check = async (): Promise<void> => {
      const isSame = normalised(code.input.value) === normalised(codeOf(this.made));
      const isAlarm = !this.hasAlarm || normalised(alarm.input.value) === normalised(this.made.alarm);
      if (isSame && isAlarm) await this.keep();
      else tell(words("not_same"));
    };
    step(
      words("title"),
      form(words("check"), check, code.row, this.hasAlarm ? alarm.row : undefined),
      button(words("show_again"), () => this.show(), "quiet"),
      button(words("back"), () => backTo("chat"), "quiet"),
    );
    code.input.focus();
  }

  private async keep(): Promise<void> {
    const { drawn, words } = this.keeping;
    tell(words("starting"));
    const { conversation, token } = drawn;
    const code = await this.close(codeOf(this.made), drawn);
    const decoy = this.hasAlarm ? await this.decoy() : {};
    const { status } = await post("/keep", { conversation, token, code, decoy });
    if (status !== 204) return tell(words(status ? "failed" : "no_connection"));
    this.keeping.kept();
    if (this.agreed.trim()) await this.keeping.agree(await agreedOn(this.agreed, drawn.id));
    step(this.needed.words("kept"), button(this.needed.words("back"), () => backTo("chat")));
  }

  /** What the server is to keep of a code. */
  private async close(code: string, { key, id }: Pick<Drawn, "key" | "id">): Promise<object> {
    const { lookup, token, key: closing } = await derive(code, this.needed.salt, this.needed.effort);
    const wrapped_key = toBase64url(await wrapKey(key, closing, id));
    return { lookup: toBase64url(lookup), proof: toBase64url(token), wrapped_key };
  }

  /** An empty chat with a key of its own, for the code with the other end. */
  private async decoy(): Promise<object> {
    const [id, key] = [random(16), random(32)];
    const envelope = await new Conversation(id, key, VISITOR).seal("", Date.now());
    const code = await this.close(alarmCodeOf(this.made), { id, key });
    return { conversation: toHex(id), envelope: toBase64url(envelope), ...code };
  }
}
