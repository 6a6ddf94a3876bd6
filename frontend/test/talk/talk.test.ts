import assert from "node:assert/strict";
import { test } from "node:test";

import type { ChannelEvents } from "../../src/relay/channel.ts";
import { placeOf } from "../../src/relay/frames.ts";
import type { Relay } from "../../src/relay/relay.ts";
import { type Bytes, random, toHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, VISITOR, readHeader } from "../../src/sealing/envelope.ts";
import { type Say, openTalk } from "../../src/talk/talk.ts";

/** Vera's page, with the test in the place of the relay, and Kim's side of the seal. */
class Scene {
  readonly id = random(16);
  readonly key = random(32);
  readonly kim = new Conversation(this.id, this.key, COUNSELLOR);
  readonly heard: string[] = [];
  readonly doubts: boolean[] = [];
  readonly say: Say;
  channel!: ChannelEvents;
  private number = 0;
  private onSent: (envelope: Bytes) => void = () => {};

  constructor() {
    const relay: Relay = {
      enter: (_, events) => {
        this.channel = events;
        const send = (envelope: Bytes): void => this.onSent(envelope);
        return { send, last: () => 0, awaited: () => undefined, received() {} };
      },
      leave() {},
      wake() {},
      stop() {},
    };
    const entry = { do: "join", conversation: toHex(this.id), token: "" } as const;
    this.say = openTalk(relay, entry, new Conversation(this.id, this.key, VISITOR), {
      said: ({ text, byUs }) => this.heard.push(byUs ? `I: ${text}` : `she: ${text}`),
      unreadable: () => this.heard.push("unreadable"),
      doubt: (isDoubtful) => this.doubts.push(isDoubtful),
      changed() {},
      moved() {},
    });
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
  const listener = { said: ({ text }: { text: string }) => told.push(text), unreadable() {}, doubt() {}, changed() {}, moved() {} };
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
