/** The words of a page, in its language. They come with the page, so that a script needs no second request. */
import { carried } from "./elements.ts";

export type Slots = Record<string, string | number>;
export type Words<Key extends string> = (key: Key, slots?: Slots) => string;

/** `{name}` in a text is a slot. */
export const fill = (text: string, slots: Slots): string =>
  text.replace(/\{(\w+)\}/g, (slot, name: string) => String(slots[name] ?? slot));

export function readWords<Key extends string>(id = "words"): Words<Key> {
  const words = carried<Record<string, string>>(id);
  return (key, slots = {}) => fill(words[key] ?? key, slots);
}
