/** One question of the registration form: a fieldset that can be read, and marked from stored answers. */
import { find, findAll } from "../page/elements.ts";
import { type Answers, type Changes, type Marks, type Question, toChanges, toMarks } from "./answers.ts";

export class QuestionField {
  readonly variable: string;
  private readonly fieldset: HTMLFieldSetElement;
  private readonly question: Question;

  constructor(fieldset: HTMLFieldSetElement) {
    this.fieldset = fieldset;
    this.variable = fieldset.dataset.variable ?? "";
    const kind = fieldset.dataset.kind;
    const columns = this.options.map(({ name }) => name);
    const form = kind === "single" ? "single" : columns.length ? "block" : "text";
    this.question = { variable: this.variable, form, columns };
    fieldset.addEventListener("change", ({ target }) => this.keepOneKind(target as HTMLInputElement));
  }

  get legend(): string {
    return find("legend", this.fieldset).textContent?.trim() ?? "";
  }

  get changes(): Changes {
    return toChanges(this.question, this.marks);
  }

  /** Mark what is stored. */
  show(answers: Answers): void {
    const { ticked, none, code, text } = toMarks(this.question, answers);
    for (const option of this.options) option.checked = ticked.includes(option.name);
    for (const radio of this.radios) radio.checked = radio.value === code;
    if (this.none) this.none.checked = none;
    if (this.text) this.text.value = text;
  }

  set isAsked(isAsked: boolean) {
    this.fieldset.hidden = !isAsked;
  }

  set isOpen(isOpen: boolean) {
    this.fieldset.toggleAttribute("data-unanswered", isOpen);
  }

  set isLocked(isLocked: boolean) {
    this.fieldset.disabled = isLocked;
  }

  /** What is wrong with the answer, in words; empty when nothing is. */
  set fault(fault: string) {
    const line = find("[data-fault]", this.fieldset);
    line.textContent = fault;
    line.hidden = !fault;
  }

  comeIntoView(): void {
    this.fieldset.scrollIntoView({ block: "center" });
    find<HTMLInputElement>("input", this.fieldset).focus({ preventScroll: true });
  }

  private get marks(): Marks {
    return {
      ticked: this.options.filter(({ checked }) => checked).map(({ name }) => name),
      none: this.none?.checked ?? false,
      code: this.radios.find(({ checked }) => checked)?.value ?? "",
      text: this.text?.value ?? "",
    };
  }

  /** An option, "none of these", a missing code and a text rule each other out. */
  private keepOneKind(changed: HTMLInputElement): void {
    const isOption = this.options.includes(changed);
    if (!isOption) for (const option of this.options) option.checked = false;
    if (this.none && changed !== this.none) this.none.checked = false;
    if (changed.type !== "radio") for (const radio of this.radios) radio.checked = false;
    if (this.text && changed !== this.text) this.text.value = "";
  }

  private get options(): HTMLInputElement[] {
    return findAll("input[type=checkbox][name]", this.fieldset);
  }

  private get radios(): HTMLInputElement[] {
    return findAll("input[type=radio]", this.fieldset);
  }

  private get none(): HTMLInputElement | null {
    return this.fieldset.querySelector("[data-none]");
  }

  private get text(): HTMLInputElement | null {
    return this.fieldset.querySelector("input[type=text]");
  }
}
