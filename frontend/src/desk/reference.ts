/** The number of a registration as somebody types it. `helpline/registration/reference.py` makes them. */

const GROUP = 4;
const SIGNS = /^[2-9A-HJKMNP-Z]{12}$/;

/**
 * The reference in a text, however it was spaced or cased; undefined when it cannot be one. Only what can be one
 * goes into an address: a sentence that was typed in the wrong place stays in the page.
 */
export function readReference(text: string): string | undefined {
  const signs = text.toUpperCase().replace(/[\s-]/g, "");
  if (!SIGNS.test(signs)) return undefined;
  return [0, GROUP, 2 * GROUP].map((start) => signs.slice(start, start + GROUP)).join("-");
}
