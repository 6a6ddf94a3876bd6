/** Leaving fast: first the page is empty, then the rest. Nothing here waits for the network. */
import { find, make } from "../page/elements.ts";
import { posting } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { ThreeShifts, Thrice } from "./thrice.ts";
import type { VisitorWord } from "./words.ts";

/** What there is to end on the server, and what must be stopped here; nothing before there is a chat. */
export interface Leaving {
  chat: object;
  stop(): void;
}

const PAUSE_BETWEEN_SHIFTS = 5_100;
const PAUSE_BETWEEN_TAPS = 600;

/** Every page of ours has the link `#leave`, the line `#shifts` and the bar `#top`. */
export function offerLeaving(words: Words<VisitorWord>): Leaving {
  const leaving: Leaving = { chat: {}, stop() {} };
  const link = find("#leave");
  const neutral = link.dataset.neutral as string;
  let isTold = false;

  function tellServer(): void {
    if (isTold) return;
    isTold = true;
    leaving.stop();
    const message = posting(leaving.chat);
    // Firefox before 133 would drop a request of a page that goes; there a beacon carries the same.
    if ("keepalive" in Request.prototype) fetch("/leave", { ...message, keepalive: true }).catch(() => {});
    else navigator.sendBeacon("/leave", new Blob([message.body as string], { type: "application/json" }));
  }

  function leave(): void {
    document.body.textContent = "";
    tellServer();
    location.replace(neutral);
    // Said last, and into an element that is there already: only so does a screen reader say it for certain.
    const told = make("p", { className: "unseen" });
    told.setAttribute("role", "alert");
    document.body.append(told);
    told.textContent = words("left");
  }

  const button = make("button", { type: "button", id: "leave", className: "leave" }, link.textContent ?? "");
  link.replaceWith(button);
  button.addEventListener("click", leave);
  addEventListener("pagehide", tellServer);
  // A page that comes back out of the browser's memory must not show what was said.
  addEventListener("pageshow", ({ persisted }) => persisted && leave());
  document.addEventListener("visibilitychange", () => document.body.classList.toggle("away", document.hidden));
  watchTaps(leave);
  watchShift(leave, words);
  return leaving;
}

function watchTaps(leave: () => void): void {
  const taps = new Thrice(PAUSE_BETWEEN_TAPS);
  find("#top").addEventListener("click", ({ timeStamp }) => taps.once(timeStamp) === 3 && leave());
}

function watchShift(leave: () => void, words: Words<VisitorWord>): void {
  const shifts = new ThreeShifts();
  let timer: ReturnType<typeof setTimeout>;
  const tell = (word?: VisitorWord): void => {
    find("#shifts").textContent = word ? words(word) : "";
  };
  /** The time has run out: say so, and after as long again say nothing. */
  const runOut = (): void => {
    if (shifts.at(performance.now())) return;
    tell("not_left");
    timer = setTimeout(tell, PAUSE_BETWEEN_SHIFTS);
  };
  addEventListener("keydown", ({ key }) => shifts.pressed(key));
  addEventListener("keyup", ({ key, timeStamp }) => {
    const count = shifts.released(key, timeStamp);
    if (count === 3) return leave();
    clearTimeout(timer);
    tell(([, "press_twice_more", "press_once_more"] as const)[count]);
    if (count) timer = setTimeout(runOut, PAUSE_BETWEEN_SHIFTS);
  });
}
