/** The desk's page: sign in, and work. Private keys are in this page's memory only, so a reload signs in again. */
import { find } from "../page/elements.ts";
import { readWords } from "../page/words.ts";
import { Server } from "../staff/server.ts";
import { offerSignIn, tokenOfPage } from "../staff/signing_in.ts";
import { Shift } from "./shift.ts";
import type { DeskWord } from "./words.ts";

const words = readWords<DeskWord>();
const server = new Server(tokenOfPage());
server.signedOut = () => {
  isSignedOut = true;
  find("#signed-out").textContent = words("signed_out");
  shift?.signedOut();
};

let shift: Shift | undefined;
let isWarned = false;
let isSignedOut = false;

offerSignIn(server, "desk", (signedIn) => {
  find("#door").hidden = true;
  find("#desk").hidden = false;
  find("#who").textContent = signedIn.colleague.name;
  shift = new Shift(server, words, signedIn);
  find("#take").focus();
});

find("#sign-out").addEventListener("click", async () => {
  // Nobody goes home while a handover lies open that no one explained; who presses again has read so.
  const count = shift?.board.unexplained ?? 0;
  if (count && !isWarned) {
    isWarned = true;
    find("#signed-out").textContent = words("handovers_open", { count });
    return;
  }
  const { status } = await server.post("/desk/sign-out");
  if (status === 204 || status === 401) location.reload();
  else if (!isSignedOut) find("#signed-out").textContent = words("not_signed_out");
});
