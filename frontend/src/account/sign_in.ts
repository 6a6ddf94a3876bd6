/** One's own account: sign in, and go on. The private key is dropped at once; a form that needs it asks again. */
import { find } from "../page/elements.ts";
import { Server } from "../staff/server.ts";
import { offerSignIn, tokenOfPage } from "../staff/signing_in.ts";

offerSignIn(new Server(tokenOfPage()), "account", () => location.replace(find("#sign-in").dataset.next ?? "/account/"));
