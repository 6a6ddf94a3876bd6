"""Why something sealed is refused. Each has the name under which the relay and the pages know it."""

from __future__ import annotations

from typing import ClassVar


class SealingError(Exception):
    """Something sealed is not what it should be."""

    reason: ClassVar[str]

    def __str__(self) -> str:
        return (self.__doc__ or self.reason).splitlines()[0]


class TooLongError(SealingError):
    """The envelope is longer than 8192 bytes, or the text does not fit in one."""

    reason = "too_long"


class BadBucketError(SealingError):
    """The envelope has none of the six sizes that envelopes have."""

    reason = "bad_bucket"


class UnknownVersionError(SealingError):
    """This version of the format is not known here."""

    reason = "unknown_version"


class UnknownSuiteError(SealingError):
    """This suite of algorithms is not known here."""

    reason = "unknown_suite"


class ForgedError(SealingError):
    """The seal does not fit the content: it was changed, or made with another key."""

    reason = "forged"


class BadShareError(SealingError):
    """This is no share of a recovery key; one letter or digit is enough to make it none."""

    reason = "bad_share"


class OtherShareError(SealingError):
    """These shares are not two different ones of one recovery key."""

    reason = "other_share"


class SplicedError(SealingError):
    """The envelope belongs to another conversation."""

    reason = "wrong_conversation"


class WrongRoleError(SealingError):
    """The envelope names a role that does not exist."""

    reason = "wrong_role"


class ReflectedError(SealingError):
    """The envelope is one that we sent ourselves."""

    reason = "reflected"


class ReplayedError(SealingError):
    """An envelope with this sequence was opened before."""

    reason = "replayed"


class GapError(SealingError):
    """At least one envelope before this one is missing, or they come in another order."""

    reason = "out_of_sequence"


class BrokenChainError(SealingError):
    """The envelope does not follow on the one before it."""

    reason = "broken_chain"


class BadPaddingError(SealingError):
    """The opened content does not end in padding."""

    reason = "bad_padding"


class BadPayloadError(SealingError):
    """The opened content is not a message."""

    reason = "bad_payload"
