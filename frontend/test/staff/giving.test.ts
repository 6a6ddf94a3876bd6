import assert from "node:assert/strict";
import { test } from "node:test";

import { type Lack, openingAsRecovery, openingAsStaff, renewTeamKey, sealFor, sealForRecovery } from "../../src/staff/giving.ts";
import { type Bytes, fromBase64url, fromHex, random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import { NO_CONVERSATION, type Purpose, makeKeyPair, openKey, sealKey } from "../../src/sealing/hpke.ts";
import type { Server } from "../../src/staff/server.ts";

const NONE = NO_CONVERSATION;
const text = async (key: Bytes, to: Bytes, purpose: Purpose, conversation: Bytes, epoch: number): Promise<string> =>
  toBase64url(await sealKey(key, to, { purpose, conversation, epoch }));

test("what a colleague lacks is opened by the giver and opens for the receiver", async () => {
  const [sam, kim] = [await makeKeyPair(), await makeKeyPair()];
  const [teamKey, chatKey, id] = [random(32), random(32), random(16)];
  const teams = [{ epoch: 2, sealed_private: await text(teamKey, sam.publicKey, "team-key/staff", NONE, 2) }];
  const sealed_key = await text(chatKey, sam.publicKey, "conversation-key/staff", id, 1);
  const damaged = { conversation: "00".repeat(16), epoch: 1, sealed_key };
  const conversations = [{ conversation: toHex(id), epoch: 1, sealed_key }, damaged];
  const lack: Lack = { id: 3, name: "Kim", public_key: toBase64url(kim.publicKey), teams, conversations };
  const steps: number[] = [];
  const given = await sealFor(lack, openingAsStaff(sam.privateKey), (done) => steps.push(done));

  const kims = given as { public_key: string; teams: typeof teams; conversations: typeof conversations };
  assert.equal(kims.public_key, lack.public_key);
  const epochs = kims.teams.map(({ epoch }) => epoch);
  assert.deepEqual([epochs, kims.conversations.length, steps], [[2], 1, [1, 2, 3]]);
  const opening = openingAsStaff(kim.privateKey);
  assert.deepEqual(await opening.team(kims.teams[0]!), teamKey);
  assert.deepEqual(await opening.conversation({ ...kims.conversations[0]!, epoch: 1 }), chatKey);
});

test("what a shift lead holds opens for another recovery key, and a damaged chat is left out", async () => {
  const [sam, recovery] = [await makeKeyPair(), await makeKeyPair()];
  const [teamKey, chatKey, id] = [random(32), random(32), random(16)];
  const teams = [{ epoch: 2, sealed_private: await text(teamKey, sam.publicKey, "team-key/staff", NONE, 2) }];
  const sealed_key = await text(chatKey, sam.publicKey, "conversation-key/staff", id, 1);
  const damaged = { conversation: "00".repeat(16), epoch: 1, sealed_key };
  const held = { teams, conversations: [{ conversation: toHex(id), epoch: 1, sealed_key }, damaged] };
  const sealed = (await sealForRecovery(held, openingAsStaff(sam.privateKey), recovery.publicKey)) as {
    teams: Record<string, string>;
    conversations: Record<string, string>;
  };

  const opening = openingAsRecovery(recovery.privateKey);
  assert.deepEqual(await opening.team({ epoch: 2, sealed_private: sealed.teams[2]! }), teamKey);
  assert.deepEqual(Object.keys(sealed.conversations), [toHex(id)]);
  const one = { conversation: toHex(id), epoch: 1, sealed_key: sealed.conversations[toHex(id)]! };
  assert.deepEqual(await opening.conversation(one), chatKey);
  await assert.rejects(sealForRecovery(held, openingAsStaff(recovery.privateKey), recovery.publicKey));
});

/** A server that needs a new team key, and refuses the first so many that come. */
function needing(needs: object, refusals: number): { server: Server; sent: Record<string, any>[] } {
  const sent: Record<string, any>[] = [];
  const server = {
    get: async () => ({ status: 200, content: needs }),
    post: async (_: string, body: object) => {
      sent.push(body);
      return { status: sent.length > refusals ? 204 : 409, content: {} };
    },
  };
  return { server: server as unknown as Server, sent };
}

test("a new team key opens for everybody at the desk and for recovery, and opens who waits", async () => {
  const [kim, recovery, old] = [await makeKeyPair(), await makeKeyPair(), await makeKeyPair()];
  const [chatKey, id] = [random(32), random(16)];
  const sealed_key = await text(chatKey, old.publicKey, "conversation-key/team", id, 1);
  const needs = {
    epoch: 2,
    receivers: [
      { to: "3", public_key: toBase64url(kim.publicKey) },
      { to: "recovery", public_key: toBase64url(recovery.publicKey) },
    ],
    waiting: [{ conversation: toHex(id), epoch: 1, sealed_key }],
  };
  const { server, sent } = needing(needs, 1);
  const parts: string[] = [];
  assert.ok(await renewTeamKey(server, async () => old.privateKey, (done, of) => parts.push(`${done}/${of}`)));
  assert.deepEqual(parts, ["1/3", "2/3", "3/3", "1/3", "2/3", "3/3"]);
  assert.notEqual(sent[0]?.public_key, sent[1]?.public_key);

  const { epoch, sealed_privates, waiting } = sent[1]!;
  assert.equal(epoch, 2);
  assert.deepEqual(sent[1]!.receivers, { 3: toBase64url(kim.publicKey), recovery: toBase64url(recovery.publicKey) });
  const opened = (key: string, mine: Bytes, purpose: Purpose, conversation = NONE): Promise<Bytes> =>
    openKey(fromBase64url(key), mine, { purpose, conversation, epoch });
  const privateKey = await opened(sealed_privates["3"], kim.privateKey, "team-key/staff");
  assert.deepEqual(await opened(sealed_privates.recovery, recovery.privateKey, "team-key/recovery"), privateKey);
  const again = await opened(waiting[toHex(id)], privateKey, "conversation-key/team", fromHex(toHex(id)));
  assert.deepEqual(again, chatKey);
  await assert.rejects(opened(waiting[toHex(id)], old.privateKey, "conversation-key/team", id), { reason: "forged" });
});

test("a key that a stranger made up is left as it is, and all others are sealed to the new team key", async () => {
  const [kim, old] = [await makeKeyPair(), await makeKeyPair()];
  const [made, id, older] = [random(16), random(16), random(16)].map(toHex) as [string, string, string];
  const sealed_key = await text(random(32), old.publicKey, "conversation-key/team", fromHex(id), 1);
  const needs = {
    epoch: 3,
    receivers: [{ to: "3", public_key: toBase64url(kim.publicKey) }],
    waiting: [
      { conversation: made, epoch: 2, sealed_key: toBase64url(random(114)) },
      { conversation: older, epoch: 1, sealed_key },
      { conversation: id, epoch: 2, sealed_key: await text(random(32), old.publicKey, "conversation-key/team", fromHex(id), 2) },
    ],
  };
  const ofTeam = async (epoch: number): Promise<Bytes> => {
    if (epoch === 1) throw new Error("not in the team of this epoch");
    return old.privateKey;
  };
  const { server, sent } = needing(needs, 0);
  assert.ok(await renewTeamKey(server, ofTeam, () => {}));
  assert.deepEqual([Object.keys(sent[0]!.waiting), sent[0]!.unopened], [[id], [made, older]]);
});

test("whose team key of now does not open renews nothing, and leaves nobody behind the old one", async () => {
  const { server, sent } = needing({ epoch: 2, receivers: [], waiting: [] }, 0);
  await assert.rejects(renewTeamKey(server, () => Promise.reject(new Error("forged")), () => {}));
  assert.equal(sent.length, 0);
});

test("where visitors come and go all the time it gives up in the end, and says so", async () => {
  const { server, sent } = needing({ epoch: 2, receivers: [], waiting: [] }, 99);
  assert.equal(await renewTeamKey(server, async () => random(32), () => {}), false);
  assert.equal(sent.length, 5);
});
