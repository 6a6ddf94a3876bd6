/** The list of handovers is looked at again in time, and never goes back to how it was. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";

import { Board, type Handover } from "../../src/desk/handing/board.ts";
import type { HandingWord } from "../../src/handing/words.ts";
import type { Words } from "../../src/page/words.ts";
import type { Answer } from "../../src/page/post.ts";
import type { Server } from "../../src/staff/server.ts";

type Listed = Answer<{ handovers: Partial<Handover>[] }>;

const danger = (state: string): Partial<Handover> => ({ reference: "a1", receiver: "Police", basis: "danger", notes: [], state });

/** A page that takes whatever is drawn. */
const element = (): object => ({ append: () => {}, replaceChildren: () => {}, addEventListener: () => {} });
const page = { hidden: false, querySelector: element, createElement: element };

/** A board whose questions wait for their answer; `seconds` lets time pass. */
function boardOf(context: TestContext) {
  context.mock.timers.enable({ apis: ["setInterval"] });
  Object.assign(globalThis, { document: page });
  page.hidden = false;
  const asked: ((...handovers: Partial<Handover>[]) => Promise<void>)[] = [];
  const get = (): Promise<Listed> =>
    new Promise((resolve) =>
      asked.push(async (...handovers) => {
        resolve({ status: 200, content: { handovers } });
        await new Promise((done) => setImmediate(done));
      }),
    );
  const words = ((word: HandingWord) => word) as Words<HandingWord>;
  const board = new Board({ get } as unknown as Server, words, () => {});
  const seconds = (count: number): void => context.mock.timers.tick(count * 1000);
  return { board, asked, seconds };
}

test("while a danger waits for a second person it is looked at every two seconds, else every ten", async (context) => {
  const { asked, seconds } = boardOf(context);
  await asked[0]?.(danger("proposed"));
  seconds(2);
  assert.equal(asked.length, 2);
  await asked[1]?.(danger("authorised"));
  seconds(8);
  assert.equal(asked.length, 2);
  seconds(2);
  assert.equal(asked.length, 3);
});

test("a page that nobody sees asks nothing, and asks soon when it is seen again", async (context) => {
  const { asked, seconds } = boardOf(context);
  await asked[0]?.(danger("proposed"));
  page.hidden = true;
  seconds(60);
  assert.equal(asked.length, 1);
  page.hidden = false;
  seconds(2);
  assert.equal(asked.length, 2);
});

test("an answer that a later one overtook is not shown", async (context) => {
  const { board, asked } = boardOf(context);
  const heard: string[] = [];
  board.onChange(() => heard.push(board.byReference("a1")?.state ?? ""));
  const again = board.refresh();
  await asked[1]?.(danger("sent"));
  await asked[0]?.(danger("authorised"));
  await again;
  assert.deepEqual(heard, ["sent"]);
});
