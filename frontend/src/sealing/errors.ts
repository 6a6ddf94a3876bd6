/** Why something sealed is refused: the same names as in Python, and as on the relay. */
export type SealingReason =
  | "too_long"
  | "bad_bucket"
  | "unknown_version"
  | "unknown_suite"
  | "forged"
  | "bad_share"
  | "other_share"
  | "wrong_conversation"
  | "wrong_role"
  | "reflected"
  | "replayed"
  | "out_of_sequence"
  | "broken_chain"
  | "bad_padding"
  | "bad_payload";

export class SealingError extends Error {
  readonly reason: SealingReason;

  constructor(reason: SealingReason) {
    super(reason);
    this.reason = reason;
  }
}
