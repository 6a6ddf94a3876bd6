"""The states of a release and the only moves between them; nobody approves what she made herself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from zichtbaar.helpline.publishing.errors import OwnReleaseError, WrongStateError


class State(StrEnum):
    """What has become of a release. Once it was published, the world has it: it is never a draft again."""

    DRAFT = "draft"
    APPROVED = "approved"
    REFUSED = "refused"
    PUBLISHED = "published"
    CORRECTED = "corrected"  # a later version took its place
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What somebody does with a release."""

    MAKE = "make"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


MOVES: Mapping[Move, Mapping[State, State]] = {
    Move.APPROVE: {State.DRAFT: State.APPROVED},
    Move.REFUSE: {State.DRAFT: State.REFUSED, State.APPROVED: State.REFUSED},
    Move.PUBLISH: {State.APPROVED: State.PUBLISHED},
    Move.CORRECT: {State.PUBLISHED: State.CORRECTED},
    Move.WITHDRAW: {State.PUBLISHED: State.WITHDRAWN},
}
"""Where each move leads from each state that allows it. Making gives a draft."""

OUT = frozenset({State.PUBLISHED, State.CORRECTED, State.WITHDRAWN})
"""States of what has left the house, whatever became of it afterwards."""

NEEDS_A_REASON = frozenset({Move.REFUSE, Move.CORRECT, Move.WITHDRAW})
"""Moves that somebody will ask about later."""


def after(move: Move, state: str, *, own: bool) -> State:
    """The state after a move; `own` says whether who moves is who made it.

    Raises WrongStateError, and OwnReleaseError for the approval of what somebody made herself.
    """
    leads_to = MOVES[move].get(State(state))
    if leads_to is None:
        raise WrongStateError(state)
    if own and move is Move.APPROVE:
        raise OwnReleaseError
    return leads_to


def is_possible(move: Move, state: str, *, own: bool) -> bool:
    """Whether a move can be made now: what a page shows a button for."""
    return State(state) in MOVES[move] and not (own and move is Move.APPROVE)
