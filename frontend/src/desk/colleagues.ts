/** Keys among colleagues: what we lack ourselves, whom we can give keys, and what a shift lead does when one leaves. */
import { find, make } from "../page/elements.ts";
import type { Words } from "../page/words.ts";
import { fromBase64url } from "../sealing/bytes.ts";
import { keyNumber } from "../sealing/key_pair.ts";
import type { Server } from "../staff/server.ts";
import type { SignedIn, TeamKey } from "../staff/signing_in.ts";
import { type Lack, openingAsStaff, renewTeamKey, sealFor } from "../staff/giving.ts";
import { type Give, type Glass, inWords, offerAsking, sealForReader } from "./break_glass.ts";
import { KeptPhotos } from "./kept_photos.ts";
import type { Keys } from "./keys.ts";
import { offerNewRecovery } from "./new_recovery.ts";
import type { DeskWord } from "./words.ts";

const LOOK_EVERY = 15_000;
/** Something that takes a while: it tells how far it is, and ends with a word. */
export type Act = (progress: (done: number, of: number) => void) => Promise<DeskWord>;

const LEADS = "shift_lead";

interface State {
  teams: TeamKey[];
  lacking: Lack[];
  is_due: boolean;
  break_glass: Glass[];
  left_open: { conversation: string; name: string }[];
  /** How many photos we can delete. */
  photos: number;
}

export class Colleagues {
  /** Called when a conversation of a colleague became ours. */
  onTakenOver = (): void => {};
  /** Called after each look: keys may have come. */
  onLook = (): void => {};
  /** Called when somebody was let in and wants to read: with the number of what was opened, and whose chat it is. */
  onRead = (_number: number, _whose: string): void => {};
  /** What a conversation is called on our desk, if it lies there. */
  titleOf = (_conversation: string): string | undefined => undefined;
  private readonly server: Server;
  private readonly words: Words<DeskWord>;
  private readonly keys: Keys;
  private readonly signedIn: SignedIn;
  private readonly photos: KeptPhotos;
  private isBusy = false;

  constructor(server: Server, words: Words<DeskWord>, keys: Keys, signedIn: SignedIn) {
    this.server = server;
    this.words = words;
    this.keys = keys;
    this.signedIn = signedIn;
    this.photos = new KeptPhotos(server, words, keys);
    const leads = signedIn.colleague.role === LEADS;
    find("#leading").hidden = !leads;
    if (leads) this.offerLeaving();
    find("#recovering").hidden = !leads;
    if (leads) offerNewRecovery(server, signedIn.privateKey);
    find("#asking").hidden = leads;
    if (!leads) offerAsking(server, words, (act) => this.work(act));
    setInterval(() => document.hidden || void this.look(), LOOK_EVERY);
    void this.look();
  }

  async look(): Promise<void> {
    if (this.isBusy) return;
    const { status, content } = await this.server.get<State>("/desk/keys");
    if (status !== 200 || this.isBusy) return;
    await this.showOwn(content.teams);
    await this.showLacking(content.lacking);
    this.showLeft(content);
    this.showGlass(content.break_glass);
    this.photos.tell(content.photos);
    this.onLook();
  }

  private async showOwn(teams: TeamKey[]): Promise<void> {
    const has = teams.length > 0;
    this.keys.teams = teams;
    find("#no-keys").hidden = has;
    if (!has) find("#own-number").textContent = await this.keys.ownNumber().catch(() => this.words("other_key"));
  }

  private async showLacking(lacking: Lack[]): Promise<void> {
    const items = await Promise.all(lacking.map((lack) => this.itemOf(lack)));
    find("#lacking").hidden = !items.length;
    const list = find("#lacking ul");
    if (list.textContent !== items.map((item) => item.textContent).join("")) list.replaceChildren(...items);
  }

  private async itemOf(lack: Lack): Promise<HTMLLIElement> {
    const number = await keyNumber(fromBase64url(lack.public_key));
    const button = make("button", { type: "button" }, this.words("give_keys", { name: lack.name }));
    button.addEventListener("click", () => void this.give(lack));
    return make("li", {}, make("p", {}, `${lack.name}: `, make("span", { className: "number" }, number)), button);
  }

  private give(lack: Lack): Promise<void> {
    return this.work(async (progress) => {
      const given = await sealFor(lack, openingAsStaff(this.signedIn.privateKey), progress);
      const { status } = await this.server.post(`/desk/keys/${lack.id}`, given);
      return status === 204 ? "keys_given" : "keys_not_given";
    });
  }

  private showLeft({ is_due, left_open }: State): void {
    find("#due").hidden = !is_due;
    find("#left-open").hidden = !left_open.length;
    const items = left_open.map(({ conversation, name }) => {
      const button = make("button", { type: "button" }, this.words("take_over", { name }));
      button.addEventListener("click", () => void this.takeOver(conversation));
      return make("li", {}, button);
    });
    const list = find("#left-open ul");
    if (list.children.length !== items.length) list.replaceChildren(...items);
  }

  private showGlass(under_way: Glass[]): void {
    find("#glass").hidden = !under_way.length;
    const items = under_way.map((glass) => this.itemOfGlass(glass));
    const list = find("#glass ul");
    if (list.textContent !== items.map((item) => item.textContent).join("")) list.replaceChildren(...items);
  }

  private itemOfGlass(glass: Glass): HTMLLIElement {
    const title = glass.give && this.titleOf(glass.give.conversation);
    const here = title ? ` ${this.words("glass_here", { title })}` : "";
    const item = make("li", {}, make("p", {}, inWords(glass, this.words) + here));
    const offer = (text: string, act: () => void): void => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", act);
      item.append(button);
    };
    const { give, is_mine, until, name, number, whose } = glass;
    if (give) offer(this.words("let_in", { name }), () => void this.letIn(number, give));
    if (is_mine && until) offer(this.words("read_it"), () => this.onRead(number, whose));
    return item;
  }

  private letIn(number: number, give: Give): Promise<void> {
    return this.work(async () => {
      const sealed_key = await sealForReader(give, this.signedIn.privateKey);
      const sent = { public_key: give.public_key, sealed_key };
      const { status } = await this.server.post(`/desk/break-glass/${number}/let-in`, sent);
      return status === 204 ? "keys_given" : "keys_not_given";
    });
  }

  private takeOver(conversation: string): Promise<void> {
    return this.work(async () => {
      const { status } = await this.server.post(`/desk/conversations/${conversation}/take-over`);
      if (status === 204) this.onTakenOver();
      return status === 204 ? "taken_over" : "not_taken";
    });
  }

  /** The list of who can have left, which opens on demand. */
  private offerLeaving(): void {
    const choice = find<HTMLSelectElement>("#leaver");
    find("#leading").addEventListener("toggle", async () => {
      const { content } = await this.server.get<{ colleagues: { id: number; name: string }[] }>("/desk/colleagues");
      const options = (content.colleagues ?? []).map(({ id, name }) => make("option", { value: String(id) }, name));
      choice.replaceChildren(make("option", { value: "" }, this.words("choose")), ...options);
    });
    find("#leaving").addEventListener("submit", (event) => {
      event.preventDefault();
      if (choice.value) void this.work((progress) => this.left(choice.value, progress));
    });
    find("#renew").addEventListener("click", () => void this.work((progress) => this.renew(progress)));
  }

  /** All in one: access ends, and the team gets another key. */
  private async left(id: string, progress: (done: number, of: number) => void): Promise<DeskWord> {
    const { status, content } = await this.server.post(`/desk/colleagues/${id}/left`);
    if (status !== 204) return content.error === "last_one" ? "last_one" : "not_left";
    find(`#leaver option[value="${id}"]`).remove();
    return (await this.renew(progress)) === "renewed" ? "has_left" : "left_not_renewed";
  }

  private async renew(progress: (done: number, of: number) => void): Promise<DeskWord> {
    const isDone = await renewTeamKey(this.server, (epoch) => this.keys.ofTeam(epoch), progress).catch(() => false);
    return isDone ? "renewed" : "not_renewed";
  }

  /** Do one thing at a time, show how far it is, and say how it ended. */
  private async work(act: Act): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const bar = find<HTMLProgressElement>("#keys-progress");
    bar.hidden = false;
    bar.removeAttribute("value");
    const word = await act((done, of) => (bar.value = done / of)).catch(() => "keys_not_given" as const);
    bar.hidden = true;
    find("#keys-said").textContent = this.words(word);
    this.isBusy = false;
    await this.look();
  }
}
