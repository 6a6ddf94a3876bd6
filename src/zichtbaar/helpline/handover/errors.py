"""What can go wrong with the directory and with handovers, named."""

from __future__ import annotations


class HandoverError(Exception):
    """Something asked of this room was refused; nothing was changed."""


class NotFoundError(HandoverError):
    """There is no such thing, or it is not yours: the answer is the same."""


class WrongStateError(HandoverError):
    """The handover is not in a state that allows this."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class NotTheirMoveError(HandoverError):
    """Somebody else would have to do this."""


class RefusedError(HandoverError):
    """A handover or a key like this must not be made; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ChangedMeanwhileError(HandoverError):
    """A colleague changed it after the page was made; look at it again before changing it."""
