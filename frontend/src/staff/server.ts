/** Asking the server as a colleague who is signed in, or about to be. */
import { type Answer, ask, posting } from "../page/post.ts";

export class Server {
  /** What to do when the session is over. */
  signedOut = (): void => {};
  private csrf: string;

  /** `csrf` is the token that came with the page; signing in brings another. */
  constructor(csrf: string) {
    this.csrf = csrf;
  }

  set token(csrf: string) {
    this.csrf = csrf;
  }

  get<T>(address: string): Promise<Answer<T>> {
    return this.ask(address, {});
  }

  post<T = object>(address: string, body: object = {}): Promise<Answer<T>> {
    return this.ask(address, posting(body, { "X-CSRFToken": this.csrf }));
  }

  private async ask<T>(address: string, request: RequestInit): Promise<Answer<T>> {
    const answer = await ask<T>(address, request);
    if (answer.content.error === "signed_out" || answer.content.error === "csrf") this.signedOut();
    return answer;
  }
}
