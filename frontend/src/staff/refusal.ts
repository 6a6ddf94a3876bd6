/** Why somebody could not sign in, or could not do what needs the private key. */
export type Refusal = "refused" | "busy" | "noConnection" | "failed" | "noPasskey" | "noPrf";

export class SignInError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}
