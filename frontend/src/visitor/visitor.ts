/**
 * The first view: what this is, and how to leave. It is all that a page fetches before it is of use; what talking
 * needs follows by itself, and is there by the time that somebody has read how to leave.
 */
import { carried, find, findAll } from "../page/elements.ts";
import { readWords } from "../page/words.ts";
import { offerLeaving } from "./leaving.ts";
import type { Drawn, Setup } from "./starting.ts";
import { show } from "./views.ts";
import type { VisitorWord } from "./words.ts";

type Talking = typeof import("./talking.ts");
type Codes = typeof import("./codes.ts");

/** What somebody came for. */
type Errand = "start" | "leave-message" | "have-code";
const ERRANDS: Errand[] = ["start", "leave-message", "have-code"];

const words = readWords<VisitorWord>();
const leaving = offerLeaving(words);
const { second, third } = find<HTMLScriptElement>("script[type=module]").dataset;
let errand: Errand = "start";

/** A script for later. A browser remembers that an address failed, so that each attempt needs another name for it. */
function fetcher<Script>(address: string | undefined): () => Promise<Script> {
  let script: Promise<Script> | undefined;
  let attempts = 0;
  return () =>
    (script ??= import(`${address}${attempts++ ? `#${attempts}` : ""}`).catch((problem: unknown) => {
      script = undefined;
      throw problem;
    }));
}

const fetchTalking = fetcher<Talking>(second);
const fetchCodes = fetcher<Codes>(third);

async function goOn(): Promise<void> {
  const button = find<HTMLButtonElement>("#go-on");
  const tell = (word?: VisitorWord): void => {
    find("#loading").textContent = word ? words(word) : "";
  };
  button.disabled = true;
  tell("starting");
  try {
    await doErrand(await fetchTalking());
    tell();
  } catch {
    tell("no_connection");
    button.focus();
  } finally {
    button.disabled = false;
  }
}

async function doErrand({ openChat, reopen }: Talking): Promise<void> {
  const setup = carried<Setup>("setup");
  if (errand === "have-code") {
    const { askForCode } = await fetchCodes();
    const open = (drawn: Drawn): void => {
      show("chat");
      reopen(drawn, setup, words, leaving, fetchCodes);
    };
    if (!(await askForCode(words, open))) throw new Error("no texts");
  } else {
    show("chat");
    openChat(setup, words, leaving, fetchCodes, errand === "leave-message");
  }
}

/** What chatting cannot do without; older browsers do not come as far as here. */
const isAble = (): boolean => Boolean(crypto.subtle && "WebSocket" in window && "TextEncoder" in window);

function offerChat(): void {
  find("#problem").textContent = isAble() ? "" : words("not_secure");
  for (const one of ERRANDS) {
    const button = document.getElementById(one);
    if (!button) continue;
    button.hidden = !isAble();
    button.addEventListener("click", () => {
      errand = one;
      show("leaving");
    });
  }
  find("#go-on").addEventListener("click", () => void goOn());
  // Once there is a moment: what is in sight comes first.
  const soon = (): unknown => isAble() && fetchTalking().catch(() => {});
  if (document.readyState === "complete") soon();
  else addEventListener("load", soon);
}

// One entry in the history for all that is ever done here.
for (const link of findAll<HTMLAnchorElement>("a[hreflang]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });

if (document.querySelector("#problem")) offerChat();
