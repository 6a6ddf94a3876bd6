/**
 * The third script: making a code and coming back with one. It is fetched when somebody wants that; what is typed and
 * shown here is in this page's memory only.
 */
import { type Answer, post } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { fromBase64url, fromHex, random, toBase64url } from "../sealing/bytes.ts";
import { DIGITS, WORDS, derive, normalised, unwrapKey } from "../sealing/return_code.ts";
import { type Needed, fetchNeeded } from "./code_words.ts";
import { fetchList } from "./fetch_list.ts";
import { type Keeping, offerToKeep } from "./keeping.ts";
import type { Proof } from "./proof.ts";
import type { Drawn } from "./starting.ts";
import { backTo, button, field, fill, form, paragraph, step, tell } from "./steps.ts";
import { nearMisses } from "./word_list.ts";
import { type Asked, workFor } from "./working.ts";
import type { VisitorWord } from "./words.ts";

/** Offer a code for this chat. Answers false when what it needs did not come. */
export async function offerCode(keeping: Keeping): Promise<boolean> {
  const needed = await fetchNeeded();
  if (needed) offerToKeep(needed, keeping);
  return needed !== undefined;
}

/** Ask for a code, and open the chat that it opens. Answers false when what it needs did not come. */
export async function askForCode(words: Words<VisitorWord>, open: (drawn: Drawn) => void): Promise<boolean> {
  const needed = await fetchNeeded();
  if (needed) ask(needed, words, open);
  return needed !== undefined;
}

/** Ask once whether all is to be forgotten, and do it. */
export async function askToForget({ drawn, words, stop }: Keeping): Promise<boolean> {
  const needed = await fetchNeeded();
  if (!needed) return false;
  const { conversation, token } = drawn;
  const forget = async (): Promise<void> => {
    const { status } = await post("/forget", { conversation, token });
    if (status === 404) return tell(words("ended_elsewhere"));
    if (status !== 204) return tell(words(status ? "failed" : "no_connection"));
    stop();
    for (const place of ["#log", "#state", "#left"]) fill(place);
    step(needed.words("forgotten"));
  };
  step(
    needed.words("forget_title"),
    paragraph(needed.words("forget_sure")),
    button(needed.words("forget_yes"), forget),
    button(needed.words("forget_no"), () => backTo("chat"), "quiet"),
  );
  return true;
}

function ask(needed: Needed, words: Words<VisitorWord>, open: (drawn: Drawn) => void): void {
  const typed = field(needed.words("enter"));
  const send = async (): Promise<void> => {
    const faults = await faultsOf(typed.input.value, needed);
    if (faults.length) return tell(...faults);
    tell(words("starting"));
    const found = await comeBack(typed.input.value, needed);
    if (typeof found !== "object") return tell(found === "nothing" ? needed.words(found) : words(found));
    fill("#code"); // the code is not to be found in the page any more
    open(found);
  };
  step(
    needed.words("enter_title"),
    form(needed.words("open"), send, typed.row, paragraph(needed.words("enter_what"), "about")),
    button(words("go_back"), () => backTo("intro"), "quiet"),
  );
  typed.input.focus();
}

/** What can be seen to be wrong with a code before anything is sent. */
async function faultsOf(typed: string, { words, list }: Needed): Promise<string[]> {
  const code = normalised(typed);
  const hasWords = /[a-z]/.test(code);
  const count = hasWords ? code.split(" ").length : code.length;
  const faults = count === (hasWords ? WORDS : DIGITS) ? [] : [words("not_whole", { count })];
  const misses = hasWords ? nearMisses(code, await fetchList(list)) : [];
  const inWords = misses.map(({ typed: word, near }) =>
    near.length ? words("near", { typed: word, near: near.join(", ") }) : words("unknown", { typed: word }),
  );
  return [...faults, ...inWords];
}

type Refused = "nothing" | "no_connection" | "failed";
type Opened = { conversation: string; wrapped_key: string };

/** Ask, and ask again after the work that the server wants while many wrong codes are tried. */
async function askWorking(asked: object): Promise<Answer<Opened>> {
  for (let work: Proof | undefined; ; ) {
    const answer = await post<Opened & Asked>("/return", { ...asked, work });
    if (answer.content.error !== "work") return answer;
    work = await workFor(answer.content);
    if (!work) return { ...answer, status: 0 };
  }
}

/** A code that opens nothing gives the same answer after the same work, whatever is the matter with it. */
async function comeBack(typed: string, { salt, effort }: Needed): Promise<Drawn | Refused> {
  const { lookup, token, key } = await derive(typed, salt, effort);
  const fresh = toBase64url(random(32));
  const asked = { lookup: toBase64url(lookup), proof: toBase64url(token), token: fresh };
  const { status, content } = await askWorking(asked);
  if (status === 404) return "nothing";
  if (status !== 200) return status ? "failed" : "no_connection";
  const id = fromHex(content.conversation);
  const opened = await unwrapKey(fromBase64url(content.wrapped_key), key, id).catch(() => undefined);
  return opened ? { conversation: content.conversation, token: fresh, id, key: opened } : "nothing";
}
