/** The words of which codes are made: drawing some, and telling what a word that is not among them may be. */

/** A word of a code that is not on the list, and the words on it that look like it, the likeliest first. */
export interface NearMiss {
  typed: string;
  near: string[];
}

const FARTHEST = 2;
const MOST_NAMED = 3;

/** The file has a word on each line, after some that begin with `#`. */
export const readList = (text: string): string[] => text.split("\n").filter((line) => line && !line.startsWith("#"));

/** A whole number below `bound`, each as likely. */
export function draw(bound: number): number {
  const most = 2 ** 32 - (2 ** 32 % bound);
  const drawn = new Uint32Array(1);
  do crypto.getRandomValues(drawn);
  while ((drawn[0] as number) >= most);
  return (drawn[0] as number) % bound;
}

export const drawWords = (count: number, list: readonly string[]): string[] =>
  Array.from({ length: count }, () => list[draw(list.length)] as string);

export const drawDigits = (count: number): string => Array.from({ length: count }, () => draw(10)).join("");

/** What is not on the list, of a code that was normalised. */
export function nearMisses(code: string, list: readonly string[]): NearMiss[] {
  const known = new Set(list);
  const unknown = code.split(" ").filter((word) => /[a-z]/.test(word) && !known.has(word));
  return unknown.map((typed) => ({ typed, near: nearest(typed, list) }));
}

function nearest(typed: string, list: readonly string[]): string[] {
  const near = list
    .filter(({ length }) => Math.abs(length - typed.length) <= FARTHEST)
    .map((word) => ({ word, far: distance(typed, word) }))
    .filter(({ far }) => far <= FARTHEST);
  return near
    .sort((one, other) => one.far - other.far)
    .slice(0, MOST_NAMED)
    .map(({ word }) => word);
}

/** How many letters must be changed, added, left out or swapped with their neighbour (optimal string alignment). */
export function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let place = 1; place <= other.length; place += 1) {
      const isSame = one[row - 1] === other[place - 1];
      const changed = (last[place - 1] as number) + (isSame ? 0 : 1);
      next[place] = Math.min((last[place] as number) + 1, (next[place - 1] as number) + 1, changed);
      const isSwapped = place > 1 && one[row - 1] === other[place - 2] && one[row - 2] === other[place - 1];
      if (isSwapped) next[place] = Math.min(next[place] as number, (before[place - 2] as number) + 1);
    }
    [before, last] = [last, next];
  }
  return last[other.length] as number;
}
