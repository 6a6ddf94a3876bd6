import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import { type Drawn, type Setup, start } from "../../src/visitor/starting.ts";

/** The public half of a P-256 key. */
async function publicKey(): Promise<string> {
  const pair = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])) as CryptoKeyPair;
  return toBase64url(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
}

type Reply = { status: number; content: object } | "no connection";

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

/** Begin a chat with a server that gives these replies, one after the other; what it was sent, and how it ended. */
async function begin(...replies: Reply[]): Promise<{ bodies: string[]; told: number; started: unknown }> {
  const bodies: string[] = [];
  const browser = globalThis as unknown as { document: object; addEventListener: object; removeEventListener: object };
  const script = { dataset: { fourth: new URL("../../src/visitor/proof.ts", import.meta.url).href } };
  browser.document = { documentElement: { lang: "nl" }, querySelector: () => script };
  // The device is "online" again at once, so that nobody waits.
  browser.addEventListener = (_: string, act: () => void) => queueMicrotask(act);
  browser.removeEventListener = () => {};
  globalThis.fetch = (async (_: string, { body }: RequestInit) => {
    bodies.push(String(body));
    const reply = replies.shift();
    if (!reply || reply === "no connection") throw new TypeError("failed");
    return { status: reply.status, text: async () => JSON.stringify(reply.content) };
  }) as typeof fetch;
  const id = random(16);
  const drawn: Drawn = { conversation: toHex(id), token: toBase64url(random(32)), id, key: random(32) };
  const setup: Setup = { epoch: 1, team_key: await publicKey(), closes: "" };
  let told = 0;
  const started = await start(drawn, setup, random(343), () => (told += 1));
  return { bodies, told, started };
}

const WAITING = { status: 201, content: { state: "waiting", place: 2, anybody: true, number: 1, stored_at: 7 } };

test("one request begins the chat and brings the first message", async () => {
  const { bodies, told, started } = await begin(WAITING);
  assert.equal(bodies.length, 1);
  assert.equal(told, 0);
  assert.deepEqual(started, { at: { number: 1, storedAt: 7 }, outlook: WAITING.content });
});

test("without an answer the same bytes go again until there is one", async () => {
  const failed: Reply = { status: 503, content: { error: "not_stored" } };
  const { bodies, told, started } = await begin("no connection", failed, "no connection", WAITING);
  assert.equal(bodies.length, 4);
  assert.equal(new Set(bodies).size, 1);
  assert.equal(told, 3);
  assert.ok("at" in (started as object));
});

for (const [error, word] of Object.entries({ closed: "door_closed", closing: "door_closing", full: "queue_full", old_epoch: "page_too_old" }))
  test(`what is refused as ${error} is not asked again`, async () => {
    const { bodies, started } = await begin({ status: 503, content: { error } });
    assert.equal(bodies.length, 1);
    assert.deepEqual(started, { refused: word });
  });

test("a chat that is over before it could begin has no outlook", async () => {
  const { started } = await begin({ status: 201, content: { state: "left", number: 1, stored_at: 7 } });
  assert.deepEqual(started, { at: { number: 1, storedAt: 7 }, outlook: undefined });
});

test("work that is asked for is done, and brought with the same bytes", async () => {
  const asked: Reply = { status: 429, content: { error: "work", challenge: toBase64url(random(16)), bits: 6 } };
  const harder: Reply = { status: 429, content: { error: "work", challenge: toBase64url(random(16)), bits: 7 } };
  const { bodies, told, started } = await begin(asked, harder, "no connection", WAITING);
  const [first, second, third, fourth] = bodies.map((body) => JSON.parse(body));
  assert.equal(first.work, undefined);
  assert.equal(second.work.bits, 6);
  assert.equal(third.work.bits, 7);
  assert.deepEqual(fourth, third);
  assert.deepEqual({ ...second, work: 0 }, { ...first, work: 0 });
  assert.equal(told, 1);
  assert.ok("at" in (started as object));
});
