/** Leaving fast: first the page is empty, then the rest. Nothing here waits for the network. */
import { find, make } from "../page/elements.ts";
import { posting } from "../page/post.ts";
import type { Words } from "../page/words.ts";
import { ThreeShifts } from "./three_shifts.ts";
import type { VisitorWord } from "./words.ts";

/** What must be stopped; nothing before there is a chat. */
export interface Leaving {
  stop(): void;
}

const PAUSE = 5_100;

/** `chat`: what the server must know to end the chat; it may be asked for at this very moment. */
export function offerLeaving(chat: object, neutral: string, words: Words<VisitorWord>): Leaving {
  const leaving: Leaving = { stop() {} };
  let isTold = false;

  function tellServer(): void {
    if (isTold) return;
    isTold = true;
    leaving.stop();
    const message = posting(chat);
    // Firefox before 133 would drop a request of a page that goes; there a beacon carries the same.
    if ("keepalive" in Request.prototype) fetch("/leave", { ...message, keepalive: true }).catch(() => {});
    else navigator.sendBeacon("/leave", new Blob([message.body as string], { type: "application/json" }));
  }

  function leave(): void {
    document.body.textContent = "";
    tellServer();
    location.replace(neutral);
  }

  const link = find("#leave");
  const button = make("button", { type: "button", className: "leave" }, link.textContent ?? "");
  link.replaceWith(button);
  button.addEventListener("click", leave);
  addEventListener("pagehide", tellServer);
  // A page that comes back out of the browser's memory must not show what was said.
  addEventListener("pageshow", ({ persisted }) => persisted && leave());
  document.addEventListener("visibilitychange", () => document.body.classList.toggle("away", document.hidden));
  watchShift(leave, words);
  return leaving;
}

function watchShift(leave: () => void, words: Words<VisitorWord>): void {
  const shifts = new ThreeShifts();
  const tell = (count: number): void => {
    find("#shifts").textContent = count ? words(count === 1 ? "press_twice_more" : "press_once_more") : "";
  };
  addEventListener("keydown", ({ key }) => shifts.pressed(key));
  addEventListener("keyup", ({ key, timeStamp }) => {
    const count = shifts.released(key, timeStamp);
    if (count === 3) return leave();
    tell(count);
    setTimeout(() => tell(shifts.at(performance.now())), PAUSE);
  });
}
