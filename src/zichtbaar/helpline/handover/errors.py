"""What can go wrong with the directory and with handovers, named."""

from __future__ import annotations


class HandoverError(Exception):
    """Something asked of this room was refused; nothing was changed."""


class NotFoundError(HandoverError):
    """There is no such thing, or it is not yours: the answer is the same."""


class ChangedMeanwhileError(HandoverError):
    """A colleague changed it after the page was made; look at it again before changing it."""
