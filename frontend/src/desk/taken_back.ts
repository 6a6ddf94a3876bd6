/** Answers that were taken back because their questions were no longer asked. In this page's memory only. */
import type { Answers, Changes } from "./answers.ts";
import { type Stored, variableOf } from "./differences.ts";

export class TakenBack {
  private readonly remembered = new Map<string, Answers>();

  /** Keep what stood at these questions before they fell away. */
  remember(variables: string[], before: Answers): void {
    for (const variable of variables) {
      const columns = Object.entries(before).filter(([column]) => variableOf(column) === variable);
      if (columns.length) this.remembered.set(variable, Object.fromEntries(columns));
    }
  }

  /** The answers to questions that are asked again. What was answered otherwise meanwhile is forgotten. */
  toPutBack({ answers, applies }: Stored, unsaved: Changes): Answers {
    this.forget([...Object.keys(answers), ...Object.keys(unsaved)].filter((column) => this.isAsked(column, applies)));
    const again = [...this.remembered].filter(([variable]) => applies.includes(variable));
    return Object.assign({}, ...again.map(([, columns]) => columns));
  }

  /** These columns are settled: put back, answered otherwise, or refused. */
  forget(columns: string[]): void {
    for (const column of columns) this.remembered.delete(variableOf(column));
  }

  private isAsked(column: string, applies: string[]): boolean {
    return applies.includes(variableOf(column));
  }
}
