import assert from "node:assert/strict";
import { test } from "node:test";

import { ThreeShifts, Thrice } from "../../src/visitor/thrice.ts";

/** Press and release one key after the other, half a second apart; the counts after each. */
function press(shifts: ThreeShifts, keys: string[], from = 0): number[] {
  return keys.map((key, index) => {
    shifts.pressed(key);
    return shifts.released(key, from + 500 * index);
  });
}

test("Shift three times counts to three, and then begins anew", () => {
  assert.deepEqual(press(new ThreeShifts(), ["Shift", "Shift", "Shift", "Shift"]), [1, 2, 3, 1]);
});

test("another key in between begins anew", () => {
  assert.deepEqual(press(new ThreeShifts(), ["Shift", "Shift", "a", "Shift"]), [1, 2, 0, 1]);
});

test("a capital letter is not a press of Shift", () => {
  const shifts = new ThreeShifts();
  for (let letter = 0; letter < 3; letter++) {
    shifts.pressed("Shift");
    shifts.pressed("A");
    assert.equal(shifts.released("A", 0), 0);
    assert.equal(shifts.released("Shift", 0), 0);
  }
});

test("after five seconds the count is gone", () => {
  const shifts = new ThreeShifts();
  press(shifts, ["Shift", "Shift"]);
  assert.equal(shifts.at(5_000), 2);
  assert.equal(shifts.at(5_600), 0);
  assert.deepEqual(press(shifts, ["Shift"], 20_000), [1]);
  assert.deepEqual(press(shifts, ["Shift"], 26_000), [1]);
});

test("three taps count when each follows soon on the one before", () => {
  const taps = new Thrice(600);
  assert.deepEqual([1_000, 1_500, 2_100].map((now) => taps.once(now)), [1, 2, 3]);
  assert.deepEqual([5_000, 5_500, 6_200, 6_300].map((now) => taps.once(now)), [1, 2, 1, 2]);
});
