/** The registration form beside a chat. It saves as one goes, asks only what applies, and says what is saved. */
import { clone, find, findAll } from "../page/elements.ts";
import { monthInWords } from "../page/moments.ts";
import type { Answer } from "../page/post.ts";
import { fill } from "../page/words.ts";
import { type Server, isOfNobody } from "../staff/server.ts";
import type { Answers, Changes } from "./answers.ts";
import { changedByOthers, codedAsTheRest, fellAway, variableOf } from "./differences.ts";
import { QuestionField } from "./question.ts";
import { offerRecognising } from "./recognising.ts";
import { TakenBack } from "./taken_back.ts";

export interface Registration {
  reference: string;
  state: "draft" | "complete";
  answers: Answers;
  applies: string[];
  unanswered: string[];
  withdrawn: string[];
  faults?: Record<string, string>;
}

type Act = "rest" | "complete" | "reopen";

const RETRY_AFTER = 3_000;
const NOT_STORED = 503;

export class RegistrationForm {
  readonly element = clone<HTMLFormElement>("#registration-form");
  /** Called after every answer of the server. */
  onChange = (_registration: Registration): void => {};
  private readonly server: Server;
  private readonly conversation: string | undefined;
  private readonly questions: QuestionField[];
  private asked: string | undefined;
  private stored: Registration | undefined;
  private unsaved: Changes = {};
  private takenBack = new TakenBack();
  /** Whether something was sent of which nobody knows if it arrived: then what differs may be our own. */
  private isUnsure = false;
  private isSignedOut = false;
  private work: Promise<unknown> = Promise.resolve();

  /** `conversation`: the chat that it stands beside, if there is one. */
  constructor(server: Server, conversation?: string) {
    this.server = server;
    this.conversation = conversation;
    this.questions = findAll<HTMLFieldSetElement>("fieldset", this.element).map((set) => new QuestionField(set));
    this.element.hidden = true; // until there is something to save it to
    find("details", this.element).hidden = conversation === undefined;
    this.element.addEventListener("change", ({ target }) => this.changed(target as Element));
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
    });
    for (const button of findAll("[data-do]", this.element))
      button.addEventListener("click", () => this.pressed(button.dataset.do as Act));
    offerRecognising(this.element, this.words, (reference) => this.recognise(reference));
  }

  get reference(): string | undefined {
    return this.stored?.reference ?? this.asked;
  }

  /**
   * Fetch it; made by the server when the conversation has none yet. The answer: whether there is something to show.
   * Of one that was made with another codebook that is a sentence, because our questions are not its questions.
   */
  load(reference?: string): Promise<boolean> {
    return this.inTurn(() => this.fetch(reference));
  }

  private async fetch(reference?: string): Promise<boolean> {
    this.asked = reference;
    const address = reference ? `/desk/registrations/${reference}` : `/desk/conversations/${this.conversation}/registration`;
    const answer = await this.server.get<Registration>(address);
    if (answer.content.error !== "other_codebook") return this.took(answer);
    this.showOtherCodebook();
    return true;
  }

  /** Whether a question is asked now, and can be answered. */
  asks(variable: string): boolean {
    return this.stored?.state === "draft" && this.stored.applies.includes(variable);
  }

  /** Whether these answers are stored already. */
  holds(answers: Answers): boolean {
    return Object.entries(answers).every(([column, value]) => this.stored?.answers[column] === value);
  }

  /** Answer as if it had been marked. */
  answer(answers: Changes): void {
    Object.assign(this.unsaved, answers);
    this.inTurn(() => this.save());
  }

  /** The session is over: what is marked stays in sight, to be marked again, and nothing more can be marked here. */
  signedOut(): void {
    this.isSignedOut = true;
    for (const question of this.questions) question.isLocked = true;
    for (const button of findAll<HTMLButtonElement>("button", this.element)) button.disabled = true;
    const lost = this.legendsOf(Object.keys(this.unsaved).map(variableOf));
    this.say(lost ? fill(this.words.lost ?? "", { questions: lost }) : this.words.signedOut);
  }

  private changed(target: Element): void {
    const question = this.questions.find(({ variable }) => variable === target.closest("fieldset")?.dataset.variable);
    if (!question) return;
    Object.assign(this.unsaved, question.changes);
    this.showOthers([]);
    this.inTurn(() => this.save());
  }

  private pressed(act: Act): void {
    this.showOthers([]);
    this.inTurn(() => this.save());
    this.inTurn(() => this.act(act));
  }

  /** One after the other, so that no answer of the server overtakes another. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.work.then(work);
    this.work = done;
    return done;
  }

  private async save(): Promise<void> {
    const answers = this.unsaved;
    if (!Object.keys(answers).length) return this.putBack([]);
    this.unsaved = {};
    this.say(this.words.saving);
    const answer = await this.post("answers", { answers });
    if (isOfNobody(answer)) return this.lose(answers);
    if (answer.status === 0) return this.keep(answers, this.words.noConnection);
    if (answer.status === NOT_STORED) return this.keep(answers, this.words.notStored);
    this.showFaults(answer.content.faults ?? {});
    if (this.took(answer, answers)) {
      this.say(this.words.saved);
      await this.putBack(answer.content.withdrawn);
    } else if (answer.status === 422) this.showStored();
    else await this.fetch(this.reference);
  }

  /** Answer again what is asked again after it was taken back; what that opens in turn follows. */
  private async putBack(withdrawn: string[]): Promise<void> {
    const back: string[] = [];
    while (this.stored) {
      const answers = this.takenBack.toPutBack(this.stored, this.unsaved);
      if (!Object.keys(answers).length) break;
      const answer = await this.post("answers", { answers });
      if (isOfNobody(answer)) return this.lose(answers);
      if (answer.status === 0 || answer.status === NOT_STORED) {
        this.sayNotSaved(answer.status === 0 ? this.words.noConnection : this.words.notStored);
        setTimeout(() => this.inTurn(() => this.putBack([])), RETRY_AFTER);
        break;
      }
      this.takenBack.forget(Object.keys(answer.content.faults ?? answers));
      if (this.took(answer, answers)) {
        this.say(this.words.saved);
        back.push(...Object.keys(answers).map(variableOf));
      } else if (answer.status !== 422) {
        await this.fetch(this.reference);
        break;
      }
    }
    if (back.length) this.showMoved(withdrawn, back);
  }

  /** What could not be saved is not forgotten: it is tried again in a moment, with what came since. */
  private keep(answers: Changes, why: string | undefined): void {
    this.unsaved = { ...answers, ...this.unsaved };
    this.sayNotSaved(why);
    setTimeout(() => this.inTurn(() => this.save()), RETRY_AFTER);
  }

  /** What could not be saved, and will not be: it is named. */
  private lose(answers: Changes): void {
    this.unsaved = { ...answers, ...this.unsaved };
    this.signedOut();
  }

  private async act(act: Act): Promise<void> {
    const before = this.stored?.answers ?? {};
    const answer = await this.post(act);
    if (isOfNobody(answer)) return this.signedOut();
    const isRest = act === "rest" && answer.status === 200;
    if (this.took(answer, isRest ? codedAsTheRest(before, answer.content) : {})) {
      if (act === "rest") this.say(this.words.saved);
    } else if (answer.status === 422) {
      const { unanswered } = answer.content;
      this.say(fill(this.words.notFinished ?? "", { count: unanswered.length }));
      this.questions.find(({ variable }) => unanswered[0] === variable)?.comeIntoView();
    } else if (answer.status === 409) {
      await this.fetch(this.reference);
    } else {
      this.sayNotSaved(answer.status === NOT_STORED ? this.words.notStored : this.words.noConnection);
    }
  }

  /** This visitor chatted before: the conversation goes to the earlier registration. The answer: what went wrong. */
  private async recognise(reference: string): Promise<string | undefined> {
    this.inTurn(() => this.save());
    const address = `/desk/conversations/${this.conversation}/recognise`;
    return this.inTurn(async () => {
      const answer = await this.server.post<Registration>(address, { reference });
      if (!this.took(answer)) return this.whyNotRecognised(answer) ?? "";
      this.say(this.words.recognised);
      return undefined;
    });
  }

  private whyNotRecognised({ status, content }: Answer<Registration>): string | undefined {
    if (status === 0) return this.words.noConnection;
    if (status === NOT_STORED) return this.words.notStored;
    if (this.isSignedOut) return this.words.signedOut;
    if (content.error === "other_codebook") return this.words.earlierOfOtherCodebook;
    return status === 409 ? this.words.alreadyFinished : this.words.unknownReference;
  }

  private took({ status, content }: Answer<Registration>, sent: Changes = {}): boolean {
    if (status !== 200) return false;
    const before = this.stored;
    this.stored = content;
    if (before?.reference === content.reference) this.compare(before, content, sent);
    else this.takenBack = new TakenBack();
    this.isUnsure = false;
    this.showStored();
    this.onChange(content);
    this.element.dispatchEvent(new Event("stored"));
    return true;
  }

  private compare({ answers }: Registration, now: Registration, sent: Changes): void {
    this.takenBack.remember(fellAway(answers, now), answers);
    if (this.isUnsure) return;
    const ours = Object.keys(this.unsaved).map(variableOf);
    const others = changedByOthers(answers, sent, now).filter((variable) => !ours.includes(variable));
    if (others.length) this.showOthers(others);
  }

  private showStored(): void {
    if (!this.stored) return;
    const { reference, state, answers, applies, unanswered, withdrawn } = this.stored;
    const isComplete = state === "complete";
    find("[data-reference]", this.element).textContent = reference;
    for (const output of findAll("[data-column]", this.element)) {
      const answer = String(answers[output.dataset.column ?? ""] ?? "");
      output.textContent = answer && output.dataset.kind === "month" ? monthInWords(answer) : answer;
    }
    for (const question of this.questions) {
      question.isAsked = applies.includes(question.variable);
      question.isOpen = unanswered.includes(question.variable);
      question.isLocked = isComplete || this.isSignedOut;
      question.show({ ...answers, ...(this.unsaved as Answers) });
    }
    for (const section of findAll("section", this.element))
      section.hidden = !section.querySelector("fieldset:not([hidden]), .filled");
    this.showCount(unanswered.length);
    this.showMoved(withdrawn, []);
    for (const button of findAll("[data-do]", this.element))
      button.hidden = (button.dataset.do === "reopen") !== isComplete;
    this.say(isComplete ? this.words.finished : "");
  }

  private showOtherCodebook(): void {
    find("[data-reference]", this.element).textContent = this.reference ?? "";
    for (const part of findAll("section, footer, details", this.element)) part.hidden = true;
    this.say(this.words.otherCodebook);
  }

  private showCount(count: number): void {
    const line = count ? fill(this.words.open ?? "", { count }) : this.words.noneOpen;
    find("[data-open-questions]", this.element).textContent = line ?? "";
  }

  /** Whose answers fell away with the last change, and whose came back. */
  private showMoved(withdrawn: string[], back: string[]): void {
    this.nameQuestions("[data-withdrawn-questions]", this.words.withdrawn, withdrawn);
    this.nameQuestions("[data-put-back-questions]", this.words.putBack, back);
  }

  private showOthers(variables: string[]): void {
    this.nameQuestions("[data-others-questions]", this.words.changedByOthers, variables);
  }

  private nameQuestions(place: string, sentence: string | undefined, variables: string[]): void {
    const questions = this.legendsOf(variables);
    const line = find(place, this.element);
    line.hidden = !questions;
    line.textContent = questions && fill(sentence ?? "", { questions });
  }

  private legendsOf(variables: string[]): string {
    const named = this.questions.filter(({ variable }) => variables.includes(variable));
    return named.map(({ legend }) => legend).join(" · ");
  }

  private showFaults(faults: Record<string, string>): void {
    for (const question of this.questions) {
      const column = Object.keys(faults).find((name) => variableOf(name) === question.variable);
      question.fault = column === undefined ? "" : (faults[column] ?? "");
    }
  }

  private async post(act: string, body = {}): Promise<Answer<Registration>> {
    const answer = await this.server.post<Registration>(`/desk/registrations/${this.stored?.reference}/${act}`, body);
    if (answer.status === 0) this.isUnsure = true;
    return answer;
  }

  /** The form's own sentences, in the language of the page. */
  private get words(): DOMStringMap {
    return this.element.dataset;
  }

  private say(sentence: string | undefined): void {
    find("[data-status]", this.element).textContent = sentence ?? "";
  }

  private sayNotSaved(why: string | undefined): void {
    this.say(fill(this.words.notSaved ?? "", { why: why ?? "" }));
  }
}
