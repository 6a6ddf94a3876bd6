/** What an answer of the server tells beyond what this page knew and sent: what fell away, what others changed. */
import type { Answers, Changes } from "./answers.ts";

const NOT_DISCUSSED = -2;

/** The answers as the server stores them, and which questions are asked with them. */
export interface Stored {
  answers: Answers;
  applies: string[];
}

/** The variable that a column belongs to. */
export const variableOf = (column: string): string => column.split("__")[0] ?? column;

/** The variables whose answers are gone because they are not asked any more. */
export function fellAway(before: Answers, { answers, applies }: Stored): string[] {
  const gone = Object.keys(before).filter((column) => !(column in answers));
  return [...new Set(gone.map(variableOf))].filter((variable) => !applies.includes(variable));
}

/**
 * The questions, of those asked now, whose answers are neither what this page knew nor what it sent.
 *
 * Two changes of one and the same question cannot be told apart like this: the last one stands.
 */
export function changedByOthers(before: Answers, sent: Changes, { answers, applies }: Stored): string[] {
  const expected: Changes = { ...before, ...sent };
  const columns = new Set([...Object.keys(expected), ...Object.keys(answers)]);
  const differing = [...columns].filter((column) => (expected[column] ?? null) !== (answers[column] ?? null));
  return [...new Set(differing.map(variableOf))].filter((variable) => applies.includes(variable));
}

/** What pressing "The rest was not discussed" sends, seen from its answer. */
export function codedAsTheRest(before: Answers, { answers }: Stored): Changes {
  const added = Object.entries(answers).filter(([column]) => !(column in before));
  return Object.fromEntries(added.filter(([, value]) => Number(value) === NOT_DISCUSSED));
}
