/** One's own account: add a passkey, change the password. */
import { Server } from "../staff/server.ts";
import { tokenOfPage } from "../staff/signing_in.ts";
import { offerPasskeys } from "./passkeys.ts";
import { offerPasswordChange } from "./password.ts";

const server = new Server(tokenOfPage());
offerPasskeys(server);
offerPasswordChange(server);
