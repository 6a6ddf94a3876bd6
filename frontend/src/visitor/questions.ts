/** Three questions that nobody has to answer. The answers travel sealed, with the first message. */
import { findAll } from "../page/elements.ts";
import type { About } from "../sealing/envelope.ts";

/** What was answered; nothing at all for a question that was skipped. */
export const answered = (): About =>
  Object.fromEntries(
    findAll<HTMLSelectElement>("#about select")
      .filter(({ value }) => value)
      .map(({ name, value }) => [name, value]),
  );
