import assert from "node:assert/strict";
import { test } from "node:test";

import { concat, utf8 } from "../../src/sealing/bytes.ts";
import { NoJpegError, stripped } from "../../src/visitor/jpeg.ts";

const start = Uint8Array.of(0xff, 0xd8);
const end = Uint8Array.of(0xff, 0xd9);
const segment = (marker: number, ...content: (string | number[])[]) => {
  const body = concat(...content.map((part) => (typeof part === "string" ? utf8(part) : Uint8Array.from(part))));
  return concat(Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255), body);
};

const tables = concat(segment(0xdb, [0, 1, 2]), segment(0xc4, [3]), segment(0xdd, [0, 4]));
const frame = segment(0xc0, [8, 0, 1, 0, 1, 1]);
/** With a stuffed byte and two restarts in it. */
const scan = concat(segment(0xda, [1, 1, 0]), Uint8Array.of(1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd7, 4));
const plain = concat(start, tables, frame, scan, end);

const told = [
  segment(0xe0, "JFIF\0"),
  segment(0xe1, "Exif\0\0 52.3702 N 4.8952 E Vera's phone"),
  segment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
  segment(0xe2, "ICC_PROFILE\0"),
  segment(0xed, "Photoshop 3.0\0"),
  segment(0xee, "Adobe"),
  segment(0xef, "made by"),
  segment(0xfe, "taken at school"),
];

test("a picture with nothing told about it stays as it is", () => {
  assert.deepEqual(stripped(plain), plain);
});

test("all that is told about a picture goes, wherever it stands, and what follows its end too", () => {
  const telling = concat(start, ...told, tables, ...told, frame, told[1] as Uint8Array<ArrayBuffer>, scan, ...told, end, utf8("a second picture"));
  assert.deepEqual(stripped(telling), plain);
});

test("a picture of several scans keeps them all", () => {
  const progressive = concat(start, segment(0xc2, [8]), scan, segment(0xc4, [9]), scan, end);
  assert.deepEqual(stripped(progressive), progressive);
});

test("what is no whole JPEG, or has a part that nobody knows, is refused", () => {
  const wrong = {
    "nothing": new Uint8Array(0),
    "a PNG": Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    "only a start": start,
    "without an end": concat(start, tables, frame, scan),
    "cut off in a segment": plain.slice(0, 6),
    "a segment shorter than its own length": concat(start, Uint8Array.of(0xff, 0xdb, 0, 1), end),
    "an unknown part": concat(start, segment(0xf0, "?"), end),
    "no marker": concat(start, Uint8Array.of(0, 0), end),
  };
  for (const [what, bytes] of Object.entries(wrong)) assert.throws(() => stripped(bytes), NoJpegError, what);
});

test("wherever it is cut off it is refused", () => {
  for (let length = 0; length < plain.length; length++) assert.throws(() => stripped(plain.slice(0, length)), NoJpegError);
});
