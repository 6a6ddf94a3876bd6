import assert from "node:assert/strict";
import { test } from "node:test";

import { Keys, type Sealed, sealAnew } from "../../src/desk/keys.ts";
import { fromHex, random, toBase64url, toHex } from "../../src/sealing/bytes.ts";
import { NO_CONVERSATION, type Purpose, sealKey } from "../../src/sealing/hpke.ts";
import type { Colleague } from "../../src/staff/signing_in.ts";
import { read } from "../vectors.ts";

/** Key pairs out of the vectors: a browser does not give the private half of one it made. */
const [KIM, SAM, TEAM, RECOVERY] = read("keys-python").keys.map((pair: Record<string, string>) => ({
  mine: fromHex(pair.private as string),
  shared: fromHex(pair.public as string),
}));

const conversation = random(16);
const key = random(32);
const epoch = 4;

const seal = async (purpose: Purpose, to: typeof KIM): Promise<string> =>
  toBase64url(await sealKey(key, to.shared, { purpose, conversation, epoch }));

async function kimsKeys(): Promise<Keys> {
  const binding = { purpose: "team-key/staff", conversation: NO_CONVERSATION, epoch } as const;
  const sealed_private = toBase64url(await sealKey(TEAM.mine, KIM.shared, binding));
  const teams = [{ epoch, public_key: toBase64url(TEAM.shared), sealed_private }];
  return new Keys({ colleague: { teams } as unknown as Colleague, privateKey: KIM.mine });
}

const sealedBy = (sealed_key: string, more: Partial<Sealed> = {}): Sealed => ({
  conversation: toHex(conversation),
  since: 0,
  language: "nl",
  epoch,
  sealed_key,
  ...more,
});

test("the team's key opens a conversation that was just taken, and it is sealed anew to each", async () => {
  const wrap_to = [
    { to: "3", public_key: toBase64url(KIM.shared) },
    { to: "4", public_key: toBase64url(SAM.shared) },
    { to: "recovery", public_key: toBase64url(RECOVERY.shared) },
  ];
  const taken = sealedBy(await seal("conversation-key/team", TEAM), { wrap_to });
  const keys = await kimsKeys();
  const opened = await keys.ofConversation(taken);
  assert.deepEqual(opened, key);
  const wraps = await sealAnew(opened, taken);
  assert.deepEqual(wraps.map(({ to, public_key }) => ({ to, public_key })), wrap_to);
  const mine = sealedBy(wraps[0]?.sealed_key as string, { sealed_by: "staff" });
  assert.deepEqual(await keys.ofConversation(mine), key);
});

test("what is sealed to a colleague, or to a team one is not in, does not open", async () => {
  const keys = await kimsKeys();
  const sams = sealedBy(await seal("conversation-key/staff", SAM), { sealed_by: "staff" });
  await assert.rejects(keys.ofConversation(sams), { reason: "forged" });
  const otherTeam = { ...sealedBy(await seal("conversation-key/team", TEAM)), epoch: 5 };
  await assert.rejects(keys.ofConversation(otherTeam), /epoch/);
});
