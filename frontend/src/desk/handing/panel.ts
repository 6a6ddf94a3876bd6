/** Handing over, beside a conversation: write what would be told, show it to the visitor, send what was agreed. */
import { type Answer, LONGEST_LINE, MOST_LINES, readTold } from "../../handing/frames.ts";
import { drawHandover, linesOf, move, problemOf } from "../../handing/handovers.ts";
import { type Content, toldHash } from "../../handing/package.ts";
import type { HandingWord } from "../../handing/words.ts";
import { clone, find, findAll, make } from "../../page/elements.ts";
import { type Bytes, fromHex, random, toBase64url } from "../../sealing/bytes.ts";
import type { Board, Handover } from "./board.ts";
import { drawNotes, groundOf, sealGround } from "./notes.ts";
import { send } from "./sending.ts";

/** What a panel needs of the conversation that it stands beside. */
export interface Beside {
  board: Board;
  chat: string;
  /** Opens what a receiver answered in words. */
  privateKey: Bytes;
  /** Tell the visitor's page something, in the conversation of two, also while somebody else was let in. */
  tell(handover: object): Promise<string | undefined>;
  /** A line in the log that nobody said. */
  note(text: string): void;
}

/** While one of these is there, asking somebody else too is the exception. */
const ENDS = ["declined", "expired", "lost", "finished", "refused", "withdrawn"];

const SALT = 32;
const MOVES = ["send", "call_back", "ask", "alone", "again"];

export class Panel {
  readonly element = clone<HTMLDetailsElement>("#handing");
  private readonly beside: Beside;
  private readonly answers = new Map<string, Answer>();
  private readonly offered = new Map<string, string[]>();
  private readonly form = find<HTMLFormElement>("form", this.element);
  private readonly stop: () => void;
  private readonly more = find<HTMLButtonElement>(".more", this.element);
  private follows = "";
  private wasAsked = false;

  constructor(beside: Beside) {
    this.beside = beside;
    this.stop = beside.board.onChange(() => this.draw());
    this.element.addEventListener("toggle", () => this.element.open && void this.choices());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.propose();
    });
    this.form.addEventListener("change", () => this.adapt());
    find(".add", this.form).addEventListener("click", () => this.addLine("").focus());
    this.more.addEventListener("click", () => {
      this.showForm();
      this.select("organisation").focus();
    });
    this.addLine("");
    this.draw();
  }

  close(): void {
    this.stop();
  }

  /** Something about handing over was told in the conversation. */
  heard(content: object): void {
    const { offer, answer, withdrawn, kept_out } = readTold(content);
    if (offer) this.offered.set(offer.id, offer.lines);
    if (answer) this.answers.set(answer.id, answer);
    if (answer) this.note(answer.agree ? "said_yes" : "said_no", answer.id);
    if (withdrawn) this.note("took_back", withdrawn);
    if (kept_out) this.note("keeps_out", kept_out);
    if (withdrawn) this.answers.delete(withdrawn);
    if (answer || withdrawn || kept_out) void this.beside.board.refresh().then(() => this.draw());
  }

  /** Somebody of the directory, whom the counsellor has chosen. */
  async choose({ organisation, need }: { organisation: string; need: string }): Promise<void> {
    this.element.open = true;
    this.showForm();
    await this.choices();
    const select = this.select("organisation");
    const isThere = findAll<HTMLOptionElement>("option", select).some(({ value }) => value === organisation);
    this.tell(isThere ? "" : this.beside.board.words("no_confirmed_key"));
    if (isThere) this.fill({ organisation, need });
    select.focus();
  }

  /** Choose in the form, as far as there is such a choice. */
  fill(chosen: Record<string, string>): void {
    for (const [name, value] of Object.entries(chosen)) {
      const select = this.select(name);
      if (findAll<HTMLOptionElement>("option", select).some((option) => option.value === value)) select.value = value;
    }
    this.adapt();
  }

  private note(word: HandingWord, id: string): void {
    const { board, note } = this.beside;
    const name = this.answers.get(id)?.receiver ?? board.byReference(id)?.receiver ?? "";
    note(board.words(word, { name }));
  }

  // The form

  private async choices(): Promise<void> {
    const { board } = this.beside;
    await board.loadChoices();
    const select = this.select("organisation");
    const { value } = select;
    const options = board.choices.receivers.map(({ organisation, name }) => make("option", { value: organisation }, name));
    select.replaceChildren(...options);
    if (value) select.value = value;
    find(".nobody", this.element).hidden = options.length > 0;
    this.adapt();
  }

  /** What depends on what was chosen: what the law says at this age, and the words of a ground. */
  private adapt(): void {
    const rule = this.beside.board.choices.ages[this.select("age").value];
    find(".rule", this.form).textContent = rule?.says ?? "";
    const guardian = this.select("guardian");
    const allowed = rule?.guardian ?? [];
    for (const option of findAll<HTMLOptionElement>("option", guardian))
      option.hidden = option.disabled = Boolean(option.value) && !allowed.includes(option.value);
    // Where there is one answer only, it is that; else nobody's answer is taken for granted.
    if (!allowed.includes(guardian.value)) guardian.value = (allowed.length === 1 && allowed[0]) || "";
    find("[data-of=guardian]", this.form).hidden = !rule;
    const { isDanger } = this;
    find(".ground", this.form).hidden = !isDanger;
    find<HTMLTextAreaElement>("[name=why]", this.form).required = isDanger;
    for (const submit of findAll<HTMLElement>("button[data-when]", this.form))
      submit.hidden = (submit.dataset.when === "danger") !== isDanger;
  }

  private get isDanger(): boolean {
    return find<HTMLInputElement>("[name=danger]", this.form).checked;
  }

  private select(name: string): HTMLSelectElement {
    return find<HTMLSelectElement>(`select[name=${name}]`, this.form);
  }

  private addLine(text: string): HTMLTextAreaElement {
    const list = find("ol", this.form);
    const box = make("textarea", { value: text, rows: 2, maxLength: LONGEST_LINE, autocomplete: "off", dir: "auto" });
    box.spellcheck = false;
    box.setAttribute("aria-label", `${list.dataset.line} ${list.children.length + 1}`);
    list.append(make("li", {}, box));
    find(".add", this.form).hidden = list.children.length >= MOST_LINES;
    return box;
  }

  private get lines(): string[] {
    return findAll<HTMLTextAreaElement>("ol textarea", this.form).map(({ value }) => value.trim()).filter(Boolean);
  }

  private tell(sentence = ""): void {
    find("[role=status]", this.form).textContent = sentence;
  }

  // What is done

  private async propose(): Promise<void> {
    const { board, chat, tell } = this.beside;
    const { lines, isDanger, follows } = this;
    if (!lines.length) return this.addLineFirst();
    const names = ["organisation", "need", "urgency", "age", "guardian"];
    const chosen = Object.fromEntries(names.map((name) => [name, this.select(name).value]));
    const receiver = board.choices.receivers.find(({ organisation }) => organisation === chosen.organisation);
    const ground = isDanger ? this.select("ground").value : "";
    const asked = { ...chosen, route: receiver?.routes[0] ?? "door", ground, follows };
    const address = `/desk/conversations/${chat}/handovers`;
    const { status, content } = await board.server.post<Handover>(address, asked);
    if (status !== 201) return this.tell(problemOf(board.words, content.error));
    const { reference } = content;
    this.offered.set(reference, lines);
    const problem = isDanger
      ? await this.giveGround(content, lines)
      : await tell({ offer: { id: reference, receiver: content.receiver, lines } });
    this.tell(problem ? board.words("not_done") : "");
    if (problem) await board.server.post(`/desk/handovers/${reference}/call_back`, {});
    else this.reset();
    await board.refresh();
  }

  private addLineFirst(): void {
    find<HTMLTextAreaElement>("ol textarea", this.form).focus();
  }

  private async giveGround(handover: Handover, lines: string[]): Promise<string | undefined> {
    const why = find<HTMLTextAreaElement>("[name=why]", this.form).value.trim();
    const { reference, readers } = handover;
    const ground = { lines, salt: toBase64url(random(SALT)), why };
    const sealed = await sealGround(ground, readers, reference);
    const ground_hash = toBase64url(fromHex(await toldHash(ground, handover)));
    const { server } = this.beside.board;
    const { status, content } = await server.post(`/desk/handovers/${reference}/ground`, { sealed, ground_hash });
    return status === 200 ? undefined : (content.error ?? "not_done");
  }

  private reset(): void {
    this.follows = "";
    this.form.reset();
    find("ol", this.form).replaceChildren();
    this.addLine("");
    this.adapt();
  }

  // What became of it

  private draw(): void {
    const { board, chat } = this.beside;
    const drawn = board.of(chat).map((handover) => this.drawOne(handover));
    find(".offers", this.element).replaceChildren(...drawn);
    if (drawn.length) this.element.open = true;
    const isAsked = board.of(chat).some(({ state }) => !ENDS.includes(state));
    if (isAsked === this.wasAsked) return;
    this.wasAsked = isAsked;
    this.form.hidden = isAsked;
    this.more.hidden = !isAsked;
  }

  private showForm(): void {
    this.form.hidden = false;
    this.more.hidden = true;
  }

  private drawOne(handover: Handover): HTMLElement {
    const { board } = this.beside;
    const { reference, joining, part } = handover;
    const isDanger = handover.basis === "danger";
    const agreed = this.answers.get(reference);
    const has = {
      send: handover.may.includes("send") && (agreed || isDanger),
      ask: joining === "asked",
      alone: part?.sealed_key,
      again: this.canFollow(handover),
    };
    const moves = MOVES.filter((name) => (name in has ? has[name as keyof typeof has] : handover.may.includes(name)));
    const drawn = drawHandover(board.words, handover, moves, (name) => this.act(handover, name));
    // In danger the lines stand below the words of the ground, as the second person reads them.
    const lines = isDanger ? [] : (agreed?.lines ?? this.offered.get(reference) ?? []);
    if (lines.length) find(".notes", drawn).append(make("ol", {}, ...linesOf(lines)));
    void this.showNotes(handover, drawn);
    for (const button of findAll(".chat, .put-away", drawn)) button.remove();
    return drawn;
  }

  /** The words of a ground, and what the receiver answered in words, such as a safe moment. */
  private async showNotes(handover: Handover, drawn: HTMLElement): Promise<void> {
    find(".notes", drawn).append(...(await drawNotes(handover, this.beside.privateKey)));
  }

  /** Nobody has taken it, so it can be offered to another receiver. */
  private canFollow({ state }: Handover): boolean {
    return ["declined", "expired", "lost"].includes(state);
  }

  private async act(handover: Handover, name: string): Promise<string | undefined> {
    const { board, tell } = this.beside;
    const { reference, receiver } = handover;
    if (name === "send") return send(board, handover, await this.agreedOf(handover));
    if (name === "alone") return this.goOnAlone(handover);
    if (name === "again") return this.offerAgain(handover);
    if (name === "ask") return (await tell({ ask: { id: reference, receiver } })) && board.words("not_done");
    const problem = await move(board.server, board.words, `/desk/handovers/${reference}/${name}`, {});
    await board.refresh();
    return problem;
  }

  /** What may be told: what the visitor agreed to, or in danger what the second person confirmed. */
  private async agreedOf(handover: Handover): Promise<Content> {
    if (handover.basis === "danger") return groundOf(handover, this.beside.privateKey);
    const { lines = [], salt = "" } = this.answers.get(handover.reference) ?? {};
    return { lines, salt, why: "" };
  }

  /** The part is over; what is said from then on is for two again. */
  private async goOnAlone({ part }: Handover): Promise<string | undefined> {
    const { board } = this.beside;
    const { status } = await board.server.post(`/desk/conversations/${part?.conversation}/end`);
    await board.refresh();
    return status === 204 ? undefined : board.words("not_done");
  }

  /** The same lines for somebody else: the visitor is asked again. */
  private offerAgain({ reference, organisation, need, urgency, age }: Handover): undefined {
    const lines = this.answers.get(reference)?.lines ?? this.offered.get(reference) ?? [];
    find("ol", this.form).replaceChildren();
    for (const line of lines.length ? lines : [""]) this.addLine(line);
    this.fill({ need, urgency, age });
    this.follows = reference;
    this.showForm();
    const other = findAll<HTMLOptionElement>("option", this.select("organisation")).find(({ value }) => value !== organisation);
    if (other) this.select("organisation").value = other.value;
    this.adapt();
    this.select("organisation").focus();
    return undefined;
  }
}
