import assert from "node:assert/strict";
import { test } from "node:test";

import type { ChannelEvents } from "../../src/relay/channel.ts";
import { placeOf } from "../../src/relay/frames.ts";
import type { Relay } from "../../src/relay/relay.ts";
import { type Bytes, random, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, VISITOR, readHeader } from "../../src/sealing/envelope.ts";
import type { Sign } from "../../src/sealing/sign.ts";
import { type Say, type Talk, type TalkEvents, openTalk } from "../../src/talk/talk.ts";
import { World } from "../relay/simulation.ts";

/** Vera's page, with the test in the place of the relay, and Kim's side of the seal. */
class Scene {
  readonly id = random(16);
  readonly key = random(32);
  readonly kim = new Conversation(this.id, this.key, COUNSELLOR);
  readonly heard: string[] = [];
  readonly doubts: boolean[] = [];
  readonly say: Say;
  readonly talk: Talk;
  readonly world = new World();
  readonly signs: Bytes[] = [];
  readonly seen: [number, number][] = [];
  readonly writing: boolean[] = [];
  isShown = true;
  onChanged = (): void => {};
  channel!: ChannelEvents;
  private number = 0;
  private onSent: (envelope: Bytes) => void = () => {};

  constructor() {
    const relay: Relay = {
      enter: (_, events) => {
        this.channel = events;
        const send = (envelope: Bytes): void => this.onSent(envelope);
        return { send, sign: (sign) => this.signs.push(sign), last: () => 0, awaited: () => undefined, received() {}, lost() {} };
      },
      leave() {},
      wake() {},
      stop() {},
    };
    const entry = { do: "join", conversation: toHex(this.id), token: "" } as const;
    const events: TalkEvents = {
      said: ({ text, byUs }) => this.heard.push(byUs ? `I: ${text}` : `she: ${text}`),
      unreadable: () => this.heard.push("unreadable"),
      doubt: (isDoubtful) => this.doubts.push(isDoubtful),
      changed: () => this.onChanged(),
      moved() {},
      isShown: () => this.isShown,
      seen: (_, arrived, read) => this.seen.push([arrived, read]),
      writing: (isWriting) => this.writing.push(isWriting),
    };
    const vera = new Conversation(this.id, this.key, VISITOR);
    this.talk = openTalk(relay, entry, vera, events, undefined, this.world);
    this.say = this.talk.say;
  }

  /** Wait until everything before is done: the page does one thing after the other, and refuses this one. */
  async settled(): Promise<void> {
    assert.equal(await this.say("x".repeat(9_000)), "too_long");
  }

  async pass(milliseconds: number): Promise<void> {
    await this.settled();
    this.world.pass(milliseconds);
    await this.settled();
  }

  /** The signs that Vera's page gave since, as Kim opens them. */
  async given(): Promise<Sign[]> {
    const signs = [];
    for (const sign of this.signs.splice(0)) signs.push(await this.kim.signs.open(sign));
    return signs;
  }

  async getsSign(sign: Partial<Sign>): Promise<void> {
    this.channel.signed(await this.kim.signs.seal({ seen: {}, writing: false, asks: false, ...sign }));
    await this.settled();
  }

  /** The next envelope that Vera's page sends. */
  sent(): Promise<Bytes> {
    return new Promise((resolve) => (this.onSent = resolve));
  }

  at = (): { number: number; storedAt: number } => ({ number: ++this.number, storedAt: 5 });

  /** Vera says something, and the server acknowledges it; Kim opens it unless it is held back. */
  async says(text: string, isHeldBack = false): Promise<void> {
    const [answer, sent] = [this.say(text), this.sent()];
    const envelope = await sent;
    this.channel.acknowledged(placeOf(envelope), this.at());
    assert.equal(await answer, undefined);
    if (!isHeldBack) await this.kim.open(envelope);
  }

  /** Kim says something; what the server delivers can be another thing. */
  async hears(text: string, tamper = (envelope: Bytes): Bytes => envelope): Promise<void> {
    const count = this.heard.length;
    this.channel.delivered(tamper(await this.kim.seal(text, 1)), this.at());
    while (this.heard.length === count) await new Promise(setImmediate);
  }
}

test("what began the chat is shown once, and counts as sent", async () => {
  const [id, key] = [random(16), random(32)];
  const entry = { do: "join", conversation: toHex(id), token: "" } as const;
  const sealed = new Conversation(id, key, VISITOR);
  const envelope = await sealed.seal("hello", 1, { safe: "no" });
  const told: string[] = [];
  let held: number | undefined;
  const relay = {
    enter: (_: unknown, __: unknown, last?: number) => ((held = last), {}),
  } as unknown as Relay;
  const nothing = (): void => {};
  const silent = { unreadable: nothing, doubt: nothing, changed: nothing, moved: nothing, seen: nothing, writing: nothing };
  const listener = { ...silent, said: ({ text }: { text: string }) => told.push(text), isShown: () => true };
  openTalk(relay, entry, sealed, listener, { envelope, text: "hello", at: { number: 1, storedAt: 5 } });
  assert.deepEqual([told, held], [["hello"], 1]);
  const opened = await new Conversation(id, key, COUNSELLOR).open(envelope);
  assert.deepEqual(opened.message.about, { safe: "no" });
});

test("what was said stands in the order in which the server stored it", async () => {
  const scene = new Scene();
  await scene.says("is it secret?");
  await scene.hears("it is");
  await scene.says("good");
  assert.deepEqual(scene.heard, ["I: is it secret?", "she: it is", "I: good"]);
});

test("a refused text is not shown, and goes out in a new session when it is said again", async () => {
  const scene = new Scene();
  const [answer, sent] = [scene.say("too soon"), scene.sent()];
  const first = await sent;
  scene.channel.refused("too_fast");
  assert.equal(await answer, "too_fast");
  assert.deepEqual(scene.heard, []);
  const [, second] = [scene.say("too soon"), await scene.sent()];
  assert.notDeepEqual(readHeader(second).session, readHeader(first).session);
  assert.equal((await scene.kim.open(second)).message.text, "too soon");
});

test("a text that is too long is refused before it is sent", async () => {
  assert.equal(await new Scene().say("x".repeat(9_000)), "too_long");
});

test("an envelope that was tampered with is told and not shown", async () => {
  const scene = new Scene();
  await scene.hears("come to the station", (envelope) =>
    Uint8Array.from(envelope, (byte, place) => (place === 100 ? byte ^ 1 : byte)),
  );
  assert.deepEqual(scene.heard, ["unreadable"]);
});

test("what fails in the page is told, and what comes after it is opened, shown and sent all the same", async () => {
  const scene = new Scene();
  scene.onChanged = () => {
    throw new Error("a fault of ours");
  };
  scene.channel.changed("open");
  await scene.hears("are you there?");
  await scene.says("yes");
  assert.deepEqual(scene.heard, ["unreadable", "she: are you there?", "I: yes"]);
});

test("a message that the server holds back is doubted once the other side goes on without it", async () => {
  const scene = new Scene();
  await scene.says("one");
  await scene.hears("yes?");
  await scene.says("swallowed", true);
  await scene.hears("are you there?");
  await scene.hears("hello?");
  assert.deepEqual(scene.doubts, [false, false, true]);
});

test("talk that crosses on the way raises no doubt", async () => {
  const scene = new Scene();
  for (let round = 0; round < 3; round++) {
    await scene.hears(`hers ${round}`);
    await scene.says(`mine ${round}`);
  }
  assert.deepEqual(scene.doubts, [false, false, false]);
});

test("what arrived is told within a second, and what was read only once somebody can see it", async () => {
  const scene = new Scene();
  scene.channel.changed("open");
  await scene.pass(1_000);
  assert.deepEqual(await scene.given(), [{ seen: {}, writing: false, asks: true }]);
  scene.isShown = false;
  await scene.hears("are you there?");
  await scene.pass(1_000);
  const [session] = Object.keys((await scene.given())[0]?.seen ?? {}) as [string];
  await scene.hears("hello?");
  await scene.hears("I am here");
  await scene.pass(1_000);
  assert.deepEqual(await scene.given(), [{ seen: { [session]: [3, 0] }, writing: false, asks: false }]);
  scene.talk.shown();
  await scene.pass(1_000);
  assert.deepEqual(await scene.given(), [{ seen: { [session]: [3, 3] }, writing: false, asks: false }]);
  scene.talk.shown();
  await scene.pass(9_000);
  assert.deepEqual(await scene.given(), []);
});

test("who writes says so once in four seconds, and not after the message is sent", async () => {
  const scene = new Scene();
  scene.channel.changed("open");
  await scene.pass(1_000);
  await scene.given();
  for (let key = 0; key < 80; key++) {
    scene.talk.writing();
    await scene.pass(100);
  }
  assert.deepEqual((await scene.given()).map(({ writing }) => writing), [true, true]);
  await scene.pass(4_000);
  scene.talk.writing();
  await scene.says("done");
  await scene.pass(2_000);
  assert.ok((await scene.given()).every(({ writing }) => !writing));
});

test("no sign is given before anybody reads, nor after the end", async () => {
  const scene = new Scene();
  for (const state of ["waiting", "ended"] as const) {
    scene.channel.changed(state);
    await scene.hears("something");
    scene.talk.writing();
    await scene.pass(9_000);
  }
  assert.deepEqual(scene.signs, []);
});

test("what the other side tells by signs is told on, and writing is over by itself", async () => {
  const scene = new Scene();
  scene.channel.changed("open");
  await scene.getsSign({ seen: { ["0".repeat(32)]: [4, 2] }, writing: true });
  assert.deepEqual([scene.seen, scene.writing.at(-1)], [[[4, 2]], true]);
  await scene.pass(7_000);
  assert.equal(scene.writing.at(-1), false);
  await scene.getsSign({ writing: true });
  await scene.hears("and sent");
  assert.equal(scene.writing.at(-1), false);
});

test("a page that comes in is told how far we are", async () => {
  const scene = new Scene();
  scene.channel.changed("open");
  await scene.hears("hello");
  await scene.pass(1_000);
  const [before] = await scene.given();
  await scene.getsSign({ asks: true });
  await scene.pass(1_000);
  assert.deepEqual(await scene.given(), [{ ...before, asks: false }]);
});

test("a forged sign changes nothing and is not told", async () => {
  const scene = new Scene();
  const sign = await scene.kim.signs.seal({ seen: {}, writing: true, asks: false });
  scene.channel.signed(Uint8Array.from(sign, (byte, place) => (place === 100 ? byte ^ 1 : byte)));
  await scene.settled();
  assert.deepEqual([scene.writing, scene.heard], [[], []]);
});

test("a message tells with it what of ours has arrived", async () => {
  const scene = new Scene();
  await scene.says("one");
  await scene.says("two");
  await scene.hears("yes?");
  assert.deepEqual(scene.seen, [[2, 0]]);
});
