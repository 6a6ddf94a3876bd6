/** The words of a ground stay readable for who can confirm it: when one of these makes a new key, they are sealed anew. */
import { mayBeTold } from "../../handing/package.ts";
import { type Bytes, fromHex, toBase64url } from "../../sealing/bytes.ts";
import type { Board, Handover } from "./board.ts";
import { groundOf, sealGround } from "./notes.ts";

const RETRY_AFTER = 5_000;

/** Seal again and again, while this page is open, what was written here or on another page of the same colleague. */
export function keepReadable(board: Board, privateKey: Bytes): void {
  board.onChange(() => {
    for (const handover of board.handovers) void sealAnew(board, handover, privateKey);
  });
}

/** The same words for the readers of now, where the server says that one of these has none. */
async function sealAnew(board: Board, handover: Handover, privateKey: Bytes): Promise<void> {
  const { reference, readers, told_hash } = handover;
  if (!Object.keys(readers).length) return;
  const content = await groundOf(handover, privateKey);
  if (!(await mayBeTold(content, handover))) return;
  const ground = { sealed: await sealGround(content, readers, reference), ground_hash: toBase64url(fromHex(told_hash)) };
  const { status } = await board.server.post(`/desk/handovers/${reference}/ground`, ground);
  if (status === 0 || status >= 500) setTimeout(() => void sealAnew(board, handover, privateKey), RETRY_AFTER);
  else await board.refresh();
}
