/** The list of words, fetched when a code with words is made or typed. */
import { readList } from "./word_list.ts";

/** None when it does not come. */
export async function fetchList(address: string): Promise<string[]> {
  const response = await fetch(address, { cache: "no-store" }).catch(() => undefined);
  return response?.ok ? readList(await response.text()) : [];
}
