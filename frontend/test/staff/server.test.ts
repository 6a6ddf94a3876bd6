import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { Server } from "../../src/staff/server.ts";

const { fetch } = globalThis;
afterEach(() => (globalThis.fetch = fetch));

/** A network that answers each question so, and notes what was asked. */
function answering(status: number, content: object): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    return new Response(JSON.stringify(content), { status });
  };
  return asked;
}

test("once the session is over nothing is looked for any more, and it is told once", async () => {
  const asked = answering(401, { error: "signed_out" });
  const server = new Server("");
  let told = 0;
  server.signedOut = () => (told += 1);
  for (let turn = 0; turn < 3; turn += 1) {
    const { status, content } = await server.get("/desk/handovers");
    assert.deepEqual([status, content.error], [401, "signed_out"]);
  }
  assert.deepEqual(asked, ["/desk/handovers"]);
  assert.equal(told, 1);
});

test("what somebody does is sent also then, and the server says what became of it", async () => {
  const asked = answering(401, { error: "signed_out" });
  const server = new Server("");
  server.tellSignedOut();
  assert.equal((await server.post("/desk/sign-out")).status, 401);
  assert.deepEqual(asked, ["/desk/sign-out"]);
});
