/** The partners' page: sign in, and read what was handed over. The private key is in this page's memory only. */
import { find } from "../page/elements.ts";
import { readWords } from "../page/words.ts";
import { fingerprint } from "../sealing/agreed.ts";
import { Server } from "../staff/server.ts";
import { offerSignIn, tokenOfPage } from "../staff/signing_in.ts";
import { Received } from "./received.ts";
import type { PartnerWord } from "./words.ts";

const RECIPIENT = /^age1[ac-hj-np-z02-9]{58}$/;

const words = readWords<PartnerWord>();
const server = new Server(tokenOfPage());
let received: Received | undefined;
server.signedOut = () => {
  find("#signed-out").textContent = words("signed_out");
  received?.signedOut();
};

offerSignIn(server, "partner", (signedIn) => {
  find("#door").hidden = true;
  find("#work").hidden = false;
  find("#who").textContent = signedIn.colleague.name;
  received = new Received(server, words, signedIn);
  find("#organisation").focus();
});

find("#sign-out").addEventListener("click", async () => {
  const { status } = await server.post("/partner/sign-out");
  if (status === 204 || status === 401) location.reload();
});

find("#age").addEventListener("submit", async (event) => {
  event.preventDefault();
  const recipient = find<HTMLInputElement>("#age input").value.trim();
  const digits = RECIPIENT.test(recipient) ? await fingerprint(recipient) : "";
  find("#age [role=status]").textContent = digits ? words("digits", { digits }) : words("no_recipient");
});
