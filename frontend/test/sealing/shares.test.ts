import assert from "node:assert/strict";
import { test } from "node:test";

import { toHex } from "../../src/sealing/bytes.ts";
import { makeKeyPair } from "../../src/sealing/hpke.ts";
import { joinKey, readShare, splitKey } from "../../src/sealing/shares.ts";
import { read } from "../vectors.ts";

const keys: { private: string; shares: [string, string, string] }[] = read("shares-python").keys;
const [{ shares }, { shares: others }] = keys as [(typeof keys)[0], (typeof keys)[0]];

test("any two shares that Python printed give the key", async () => {
  for (const { private: expected, shares } of keys)
    for (const one of shares)
      for (const other of shares)
        if (one !== other) assert.equal(toHex(await joinKey([one, other])), expected);
});

test("shares that were made here look like those that Python prints, and any two give the key", async () => {
  const { privateKey, publicKey } = await makeKeyPair();
  const printed = await splitKey(privateKey, publicKey);
  assert.equal(printed.length, 3);
  for (const share of printed) assert.match(share, /^([A-Z2-7]{4} ){15}[A-Z2-7]{4}$/);
  for (const one of printed)
    for (const other of printed) if (one !== other) assert.deepEqual(await joinKey([one, other]), privateKey);
});

test("how it is typed does not matter", async () => {
  const typed = [shares[0].toLowerCase(), ` ${shares[1].replace(/ /g, "-")}\n`] as const;
  assert.equal(toHex(await joinKey(typed)), keys[0]?.private);
});

test("one wrong sign is found, wherever it is", async () => {
  const whole = shares[0].replace(/ /g, "");
  for (let place = 0; place < whole.length; place += 1) {
    const wrong = whole[place] === "A" ? "B" : "A";
    await assert.rejects(readShare(whole.slice(0, place) + wrong + whole.slice(place + 1)), { reason: "bad_share" });
  }
});

for (const typed of ["", "AAAA", "0".repeat(64), "é".repeat(64), `${shares[0]} AAAA AAAA`, shares[0].slice(0, -5)])
  test(`what is no share is refused: ${typed.slice(0, 8)} ${typed.length}`, () =>
    assert.rejects(readShare(typed), { reason: "bad_share" }));

test("shares of two keys, and the same share twice, are refused", async () => {
  await assert.rejects(joinKey([shares[0], others[1]]), { reason: "other_share" });
  await assert.rejects(joinKey([shares[0], shares[0]]), { reason: "other_share" });
});
