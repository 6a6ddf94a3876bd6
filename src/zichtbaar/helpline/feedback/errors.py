"""What can go wrong with an answer, named."""

from __future__ import annotations


class NotAnAnswerError(Exception):
    """What was sent answers none of the questions, or answers one in a way that is none of its own."""
