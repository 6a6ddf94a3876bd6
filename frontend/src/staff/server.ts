/** Asking the server as a colleague who is signed in, or about to be. */
import { type Answer, ask, posting } from "../page/post.ts";

const OVER = { status: 401, content: { error: "signed_out" } };

/** Whether nothing was done because the session is over, or another began in this browser. */
export const isOfNobody = ({ content: { error } }: Answer<unknown>): boolean => error === "signed_out" || error === "csrf";

export class Server {
  /** What to do when the session is over. It is called once: nothing that is asked from then on is done. */
  signedOut = (): void => {};
  private isOver = false;
  private csrf: string;

  /** `csrf` is the token that came with the page; signing in brings another. */
  constructor(csrf: string) {
    this.csrf = csrf;
  }

  set token(csrf: string) {
    this.csrf = csrf;
  }

  /** Look for something. Once the session is over that needs no server. */
  async get<T>(address: string): Promise<Answer<T>> {
    return this.isOver ? (OVER as Answer<T>) : this.ask(address, {});
  }

  post<T = object>(address: string, body: object = {}): Promise<Answer<T>> {
    return this.ask(address, posting(body, { "X-CSRFToken": this.csrf }));
  }

  /** The session is over, as an answer or the line said. */
  tellSignedOut(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.signedOut();
  }

  private async ask<T>(address: string, request: RequestInit): Promise<Answer<T>> {
    const answer = await ask<T>(address, request);
    if (isOfNobody(answer)) this.tellSignedOut();
    return answer;
  }
}
