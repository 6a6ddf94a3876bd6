/**
 * Vera and Kim talk over real networks, with the scripts of the pages: relay, seal and talk, on a socket of Node.
 *
 * Reads talks as JSON from standard input, and writes what each of the two saw. Waiting goes twenty times as fast.
 */
import { readFileSync } from "node:fs";

import type { Clock, Connect } from "../../src/relay/line.ts";
import { type Entry, openRelay } from "../../src/relay/relay.ts";
import { fromHex } from "../../src/sealing/bytes.ts";
import { Conversation } from "../../src/sealing/conversation.ts";
import { COUNSELLOR, type Role, VISITOR } from "../../src/sealing/envelope.ts";
import { type Said, type Talk, openTalk } from "../../src/talk/talk.ts";

interface Asked {
  port: number;
  conversation: string;
  token: string;
  key: string;
  cookie: string;
}

interface Saw {
  /** What stands in the log, in its order. */
  log: string[];
  /** What was not as it must be. */
  wrong: string[];
  refusals: number;
  marks: number;
}

const FASTER = 20;
const LINES = 6;
const GIVE_UP = 60_000;

const { talks, at_once }: { talks: Asked[]; at_once: number } = JSON.parse(readFileSync(0, "utf8"));

const clock: Clock = {
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds / FASTER);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

/** A browser tells its page's origin and brings its cookies; Node has to be told both. */
const connectTo = ({ port, cookie }: Asked, role: Role): Connect => (events) => {
  const headers = { origin: `http://127.0.0.1:${port}`, ...(role === COUNSELLOR && { cookie }) };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/relay`, { headers } as unknown as string[]);
  socket.binaryType = "arraybuffer";
  socket.onopen = events.opened;
  socket.onmessage = ({ data }) => events.received(data as string | ArrayBuffer);
  socket.onclose = ({ code }) => events.closed(code);
  return socket;
};

class Person {
  readonly saw: Saw = { log: [], wrong: [], refusals: 0, marks: 0 };
  readonly stop: () => void;
  readonly #name: string;
  readonly #talk: Talk;

  constructor(asked: Asked, role: Role) {
    const { conversation, token, key } = asked;
    this.#name = role === VISITOR ? "vera" : "kim";
    const entry: Entry = role === VISITOR ? { do: "join", conversation, token } : { do: "follow", conversation };
    const nothing = (): void => {};
    const relay = openRelay(connectTo(asked, role), clock, {
      connected: nothing,
      disconnected: nothing,
      notAllowed: () => this.saw.wrong.push("not allowed"),
    });
    this.stop = () => relay.stop();
    this.#talk = openTalk(relay, entry, new Conversation(fromHex(conversation), fromHex(key), role), {
      said: ({ text }: Said) => this.saw.log.push(text),
      unreadable: () => this.saw.wrong.push("unreadable"),
      doubt: (isDoubtful) => isDoubtful && this.saw.wrong.push("doubt"),
      changed: (state) => state !== "open" && state !== "away" && this.saw.wrong.push(state),
      moved: nothing,
      isShown: () => true,
      seen: () => (this.saw.marks += 1),
      writing: nothing,
    });
  }

  /** Say everything, one after the other; what is refused is said again, as a person would. */
  async sayAll(): Promise<void> {
    for (let line = 0; line < LINES; ) {
      const text = `${this.#name} ${line}`;
      this.#talk.writing();
      const answer = this.#talk.say(text);
      if (this.saw.log.includes(text)) this.saw.wrong.push(`${text} stands in the log before it is sent`);
      if (await answer) {
        this.saw.refusals += 1;
        continue;
      }
      if (this.saw.log.filter((shown) => shown === text).length !== 1) this.saw.wrong.push(`${text} is sent and not in the log once`);
      line += 1;
    }
  }
}

async function until(holds: () => boolean): Promise<void> {
  const giveUp = Date.now() + GIVE_UP;
  while (!holds()) {
    if (Date.now() > giveUp) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function talkOver(asked: Asked): Promise<{ vera: Saw; kim: Saw }> {
  const [vera, kim] = [new Person(asked, VISITOR), new Person(asked, COUNSELLOR)];
  const people = [vera, kim];
  let areSaid = false;
  void Promise.all(people.map((person) => person.sayAll())).then(() => (areSaid = true));
  await until(() => areSaid && people.every(({ saw }) => saw.log.length >= 2 * LINES));
  // What came twice would come now.
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const person of people) person.stop();
  return { vera: vera.saw, kim: kim.saw };
}

const outcomes: object[] = [];
let next = 0;
async function worker(): Promise<void> {
  while (next < talks.length) {
    const place = next++;
    outcomes[place] = await talkOver(talks[place] as Asked);
  }
}
await Promise.all(Array.from({ length: at_once }, worker));
process.stdout.write(JSON.stringify(outcomes), () => process.exit(0));
