/** Waiting honestly: the place, how long it will probably take, and whether anybody is there at all. */
import { find } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import type { Outlook } from "../relay/frames.ts";
import type { VisitorWord } from "./words.ts";

const put = (place: string, text: string): void => {
  const element = find(place);
  // The same words again would be read out again.
  if (element.textContent !== text) element.textContent = text;
};

export function showOutlook(words: Words<VisitorWord>, { place, low, high, anybody }: Outlook): void {
  find("#waiting").hidden = false;
  put("#state", words(place > 1 ? "place_in_queue" : "next_in_queue", { place }));
  put("#minutes", anybody ? minutes(words, low, high) : "");
  put("#anybody", anybody ? "" : words("nobody_there"));
}

/** `high` is 0 for more than an hour; both are absent when nobody can say. */
function minutes(words: Words<VisitorWord>, low?: number, high?: number): string {
  if (low === undefined || high === undefined) return words("minutes_unknown");
  if (!high) return words("minutes_many");
  return words(low ? "minutes" : "minutes_at_most", { low, high });
}

export function hideOutlook(): void {
  find("#waiting").hidden = true;
}
