/** The office's door: sign in, and go on. The private key is not needed there, so it is dropped at once. */
import { find } from "../page/elements.ts";
import { Server } from "../staff/server.ts";
import { offerSignIn, tokenOfPage } from "../staff/signing_in.ts";

offerSignIn(new Server(tokenOfPage()), "office", () => location.replace(find("#sign-in").dataset.next ?? "/office/"));
