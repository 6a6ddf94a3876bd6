/**
 * The first view: what this is, and how to leave. It is all that a page fetches before it is of use; what talking
 * needs follows by itself, and is there by the time that somebody has read how to leave.
 */
import { carried, find, findAll } from "../page/elements.ts";
import { readWords } from "../page/words.ts";
import { offerLeaving } from "./leaving.ts";
import type { Setup } from "./starting.ts";
import { show } from "./views.ts";
import type { VisitorWord } from "./words.ts";

type Talking = typeof import("./talking.ts");

const words = readWords<VisitorWord>();
const leaving = offerLeaving(words);
const address = find<HTMLScriptElement>("script[type=module]").dataset.second;
let talking: Promise<Talking> | undefined;
let attempts = 0;

/** The second script. A browser remembers that an address failed, so that each attempt needs another name for it. */
const fetchTalking = (): Promise<Talking> =>
  (talking ??= import(`${address}${attempts++ ? `#${attempts}` : ""}`).catch((problem: unknown) => {
    talking = undefined;
    throw problem;
  }));

async function goOn(): Promise<void> {
  const button = find<HTMLButtonElement>("#go-on");
  const tell = (word?: VisitorWord): void => {
    find("#loading").textContent = word ? words(word) : "";
  };
  button.disabled = true;
  tell("starting");
  try {
    const { openChat } = await fetchTalking();
    tell();
    show("chat");
    openChat(carried<Setup>("setup"), words, leaving);
  } catch {
    tell("no_connection");
    button.disabled = false;
    button.focus();
  }
}

/** What chatting cannot do without; older browsers do not come as far as here. */
const isAble = (): boolean => Boolean(crypto.subtle && "WebSocket" in window && "TextEncoder" in window);

function offerChat(): void {
  const [problem, start] = [find("#problem"), find("#start")];
  problem.textContent = isAble() ? "" : words("not_secure");
  start.hidden = !isAble();
  start.addEventListener("click", () => show("leaving"));
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

if (document.querySelector("#start")) offerChat();
