/** Questions that nobody has to answer: lists to choose from, each of which may stay as it is. */
import { findAll } from "../page/elements.ts";
import type { About } from "../sealing/envelope.ts";

/** What was answered in a form; nothing at all for a question that was skipped. */
export const answered = (form: string): About =>
  Object.fromEntries(
    findAll<HTMLSelectElement>(`${form} select`)
      .filter(({ value }) => value)
      .map(({ name, value }) => [name, value]),
  );
