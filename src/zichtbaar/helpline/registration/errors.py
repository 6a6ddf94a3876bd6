"""What can go wrong with a registration, named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum


class RegistrationError(Exception):
    """Something asked of a registration was refused; nothing was changed."""


class NotFoundError(RegistrationError):
    """There is no such registration, conversation or person, or it is not yours: the answer is the same."""


class AlreadyCompleteError(RegistrationError):
    """The registration is finished; open it again before changing it."""


class NotCompleteError(RegistrationError):
    """Only a finished registration can be opened again."""


class CodebookChangedError(RegistrationError):
    """The registration was made with another version of the codebook than the one at hand."""

    def __init__(self, made_with: str, at_hand: str) -> None:
        super().__init__(f"This registration was made with codebook {made_with}; at hand is {at_hand}.")


class UnansweredError(RegistrationError):
    """The registration cannot be finished: these questions (variables, in order) are still open."""

    def __init__(self, variables: Sequence[str]) -> None:
        super().__init__(f"Questions still open: {', '.join(variables)}.")
        self.variables = tuple(variables)


class Refusal(StrEnum):
    """Why one answer was refused."""

    UNKNOWN_QUESTION = "unknown_question"  # the codebook has no such column
    FILLED_BY_PROGRAM = "filled_by_program"  # nobody types this
    NOT_AN_ANSWER = "not_an_answer"  # no code, or not in the form, of this question
    IN_THE_FUTURE = "in_the_future"  # a month or a year that has not begun
    DOES_NOT_APPLY = "does_not_apply"  # other answers say that this question is not asked


class AnswersRefusedError(RegistrationError):
    """Answers that cannot be stored, by column.

    The message repeats neither answers nor columns: either could be something that was said.
    """

    def __init__(self, refusals: Mapping[str, Refusal]) -> None:
        super().__init__("Refused: " + ", ".join(sorted(set(refusals.values()))) + ".")
        self.refusals = dict(refusals)
