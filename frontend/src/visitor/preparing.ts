/** Making of a chosen file what may be sent: drawn anew, small enough, and with nothing told about it. */
import type { Bytes } from "../sealing/bytes.ts";
import { LONGEST_PHOTO } from "../sealing/photo.ts";
import { stripped } from "./jpeg.ts";

/** The longest side and the quality of each attempt; the first that fits is sent. */
const ATTEMPTS: [side: number, quality: number][] = [
  [1600, 0.8],
  [1600, 0.6],
  [1280, 0.6],
  [1280, 0.4],
  [960, 0.4],
  [640, 0.4],
];

/** A colour, and how far a browser that changes what is read from a canvas a little may be off. */
const COLOUR = [51, 102, 153];
const NEAR = 8;

/** Whether this browser has what is needed, and lets a page read what it has drawn. Some hand out noise instead. */
export function isAble(): boolean {
  if (!("createImageBitmap" in window) || !HTMLCanvasElement.prototype.toBlob) return false;
  const { brush } = canvasOf(16, 16);
  brush.fillStyle = `rgb(${COLOUR})`;
  brush.fillRect(0, 0, 16, 16);
  const { data } = brush.getImageData(0, 0, 16, 16);
  return data.every((value, at) => at % 4 === 3 || Math.abs(value - (COLOUR[at % 4] as number)) <= NEAR);
}

/** The photo as a JPEG of at most LONGEST_PHOTO bytes. Throws whatever says that it is none. */
export async function prepared(file: Blob): Promise<Bytes> {
  const picture = await createImageBitmap(file);
  try {
    for (const [side, quality] of ATTEMPTS) {
      const jpeg = stripped(await drawn(picture, side, quality));
      if (jpeg.length <= LONGEST_PHOTO) return jpeg;
    }
  } finally {
    picture.close();
  }
  throw new RangeError("too large however it is drawn");
}

async function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Bytes> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * scale)));
  const { canvas, brush } = canvasOf(width as number, height as number);
  brush.fillStyle = "white"; // under what a PNG leaves open
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  canvas.width = canvas.height = 0;
  if (!blob) throw new TypeError("not drawn");
  return new Uint8Array(await blob.arrayBuffer());
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; brush: CanvasRenderingContext2D } {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  if (!brush) throw new TypeError("no canvas");
  return { canvas, brush };
}
