/** Between the marks on a question of the form and coded answers. "Not marked" is never coded as "no". */

export type Value = number | string;
export type Answers = Record<string, Value>;
/** Answers to store; null takes one back. */
export type Changes = Record<string, Value | null>;

export interface Question {
  variable: string;
  /** `single`: one code. `block`: yes or no for each column. `text`: what is typed. */
  form: "single" | "block" | "text";
  columns: string[];
}

/** What is marked in a question: codes by column, "none of these", a missing code, or a text. */
export interface Marks {
  ticked: string[];
  none: boolean;
  code: string;
  text: string;
}

export const NOTHING: Marks = { ticked: [], none: false, code: "", text: "" };

const YES = 1;
const NO = 0;

/** The answers that marks stand for. */
export function toChanges({ variable, form, columns }: Question, marks: Marks): Changes {
  const { ticked, none, code, text } = marks;
  if (form === "text") return { [variable]: text.trim() || code || null };
  if (form === "single") return { [variable]: code === "" ? null : Number(code) };
  const all = (value: (column: string) => Value | null): Changes =>
    Object.fromEntries(columns.map((column) => [column, value(column)]));
  if (code !== "") return all(() => Number(code));
  if (none) return all(() => NO);
  return all((column) => (ticked.includes(column) ? YES : null));
}

/** The marks that stand for answers. */
export function toMarks({ variable, form, columns }: Question, answers: Answers): Marks {
  const answer = answers[variable];
  if (form === "single") return { ...NOTHING, code: String(answer ?? "") };
  if (form === "text") {
    const isMissing = /^-\d$/.test(String(answer ?? ""));
    return { ...NOTHING, [isMissing ? "code" : "text"]: String(answer ?? "") };
  }
  const values = columns.map((column) => answers[column]);
  const [first] = values;
  const areAlike = first !== undefined && values.every((value) => value === first);
  return {
    ...NOTHING,
    ticked: columns.filter((column) => answers[column] === YES),
    none: areAlike && first === NO,
    code: areAlike && Number(first) < 0 ? String(first) : "",
  };
}
