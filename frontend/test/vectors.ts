/** Files of vectors that both languages read. */
import { readFileSync, writeFileSync } from "node:fs";

import { type Bytes, fromHex } from "../src/sealing/bytes.ts";

const folder = new URL("../../tests/references/sealing/", import.meta.url);

/** Files have many shapes; only tests read them. */
export const read = (name: string): any => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"));

export function write(name: string, content: object): void {
  const call = "node frontend/test/make_vectors.ts";
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify({ call, ...content }, undefined, 1)}\n`);
}

/** The values of these names, out of hexadecimal digits. */
export const unhex = (from: Record<string, string>, ...names: string[]): Bytes[] =>
  names.map((name) => fromHex(from[name] as string));
