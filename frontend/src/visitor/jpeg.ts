/** A JPEG with what is needed to draw it, and nothing else: no place, no time, no name of a phone, no small copy. */
import { type Bytes, concat } from "../sealing/bytes.ts";

/** Says that something is no JPEG, or one with a part that we do not know. */
export class NoJpegError extends Error {}

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Tables, the frame (baseline, extended, progressive), the restart interval, and scans (ITU-T T.81, table B.1). */
const NEEDED = [0xdb, 0xc4, 0xc0, 0xc1, 0xc2, 0xdd, SCAN];

/** Applications write what they like into these (EXIF, XMP, colours, JFIF), and people into the last. */
const isTold = (marker: number): boolean => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/** The same picture without what is told about it. Throws NoJpegError where there is a part that is neither. */
export function stripped(jpeg: Bytes): Bytes {
  const parts: Bytes[] = [Uint8Array.of(0xff, START)];
  if (jpeg[0] !== 0xff || jpeg[1] !== START) throw new NoJpegError("does not begin like one");
  for (let at = 2; ; ) {
    const marker = jpeg[at + 1] ?? 0;
    if (jpeg[at] !== 0xff || (marker !== END && !NEEDED.includes(marker) && !isTold(marker)))
      throw new NoJpegError(`unknown part at byte ${at}`);
    if (marker === END) return concat(...parts, Uint8Array.of(0xff, END));
    const end = marker === SCAN ? endOfScan(jpeg, endOfSegment(jpeg, at)) : endOfSegment(jpeg, at);
    if (!isTold(marker)) parts.push(jpeg.slice(at, end));
    at = end;
  }
}

function endOfSegment(jpeg: Bytes, at: number): number {
  const length = (jpeg[at + 2] ?? 0) * 256 + (jpeg[at + 3] ?? 0);
  if (length < 2 || at + 2 + length > jpeg.length) throw new NoJpegError(`cut off at byte ${at}`);
  return at + 2 + length;
}

/** The picture itself follows the head of a scan, up to the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(jpeg: Bytes, from: number): number {
  for (let at = from; at < jpeg.length - 1; at++) {
    const next = jpeg[at + 1] as number;
    if (jpeg[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new NoJpegError("has no end");
}
