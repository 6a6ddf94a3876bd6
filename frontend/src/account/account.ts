/** One's own account: change the password. */
import { Server } from "../staff/server.ts";
import { tokenOfPage } from "../staff/signing_in.ts";
import { offerPasswordChange } from "./password.ts";

offerPasswordChange(new Server(tokenOfPage()));
