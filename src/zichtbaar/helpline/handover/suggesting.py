"""What a registration can say of the handovers of its conversation: a suggestion, which a counsellor takes or not.

The registration stays hers: she knows of calls and visits that went past the program. Pure; no database.
"""

from __future__ import annotations

from collections.abc import Collection

from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.helpline.handover.codes import Explanation
from zichtbaar.helpline.handover.handover_models import Handover, Joining
from zichtbaar.helpline.handover.lifecycle import SHARED, Basis, State

HANDOVER, RECEIVERS = "handover", "handover_to"
"""The variables of the codebook that say how it was handed over, and to whom."""

WARM = frozenset({State.MET, State.FINISHED})
TOLD = SHARED | {State.LOST}
"""What was agreed went to the receiver, whatever came of it."""


def suggested(book: Codebook, handovers: Collection[Handover]) -> dict[str, Value]:
    """Answers by column; none where the handovers say nothing yet."""
    code, told = _furthest(handovers)
    if code is None:
        return {}
    values = {one.name: one.value for one in book.by_name[HANDOVER].codes}
    answers: dict[str, Value] = {HANDOVER: values[code]}
    return answers | {f"{RECEIVERS}__{one.organisation.receiver}": 1 for one in told}


def _furthest(handovers: Collection[Handover]) -> tuple[str | None, list[Handover]]:
    """The code for the furthest that any of them came, and the handovers that came there."""
    warm = [one for one in handovers if one.state in WARM or one.joining == Joining.LET_IN]
    if with_consent := [one for one in warm if one.basis == Basis.CONSENT]:
        return "warm", with_consent
    if in_danger := [one for one in handovers if one.basis == Basis.DANGER and one.state in TOLD]:
        return "without_consent", in_danger
    if sent := [one for one in handovers if one.state in TOLD]:
        return "transferred_not_confirmed", sent
    if any(one.explanation == Explanation.NOBODY_ELSE for one in handovers):
        return "not_possible_in_region", []
    if handovers and all(one.state == State.REFUSED and one.basis == Basis.CONSENT for one in handovers):
        return "refused", []
    return None, []
