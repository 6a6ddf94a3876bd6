"""What can go wrong with a conversation, named."""

from __future__ import annotations

from enum import StrEnum


class ChatError(Exception):
    """Something asked of a conversation was refused; nothing was changed."""


class NotFoundError(ChatError):
    """There is no such conversation, or it is not yours: the answer is the same."""


class NobodyWaitingError(ChatError):
    """There is no visitor to take."""


class NotWaitingError(ChatError):
    """Somebody took this conversation already, or it is over."""


class ClosedError(ChatError):
    """The conversation is over."""


class NoTeamKeyError(ChatError):
    """The helpline has not been founded, so nobody could read what a visitor writes."""


class ClosedHoursError(ChatError):
    """The chat is closed at this hour."""


class ClosingError(ChatError):
    """The chat closes so soon that another visitor would have no turn any more."""


class NoMessagesError(ChatError):
    """This helpline takes no messages: who wants to say something comes while the chat is open."""


class OldEpochError(ChatError):
    """The key was sealed to a team key that is no longer in use; fetch the page again."""


class IdentifierTakenError(ChatError):
    """Another visitor has a conversation with this identifier; draw a new one."""


class QueueFullError(ChatError):
    """So many visitors wait that another would wait in vain."""


class KeyMissingError(ChatError):
    """This colleague cannot open what was sealed to the team: another colleague has to give her the key first."""


class WrapsRefusedError(ChatError):
    """The keys handed over are not sealed to exactly those who must get one, or are no sealed keys."""


class RecoveryReplacedError(ChatError):
    """Another recovery key was put in use since the one was seen that is to be replaced."""


class NoPhotosError(ChatError):
    """This helpline takes no photos, or not in this conversation at this moment."""


class TooManyPhotosError(ChatError):
    """So many photos lie in this conversation already that no other is taken."""


class MalformedError(ChatError):
    """A frame on a connection is none that the relay knows."""


class Reason(StrEnum):
    """Why the relay did not do what a frame asks. The connection stays up."""

    TOO_LONG = "too_long"
    BAD_BUCKET = "bad_bucket"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_SUITE = "unknown_suite"
    WRONG_CONVERSATION = "wrong_conversation"  # this connection has not entered that conversation
    WRONG_ROLE = "wrong_role"  # the envelope names a role that this connection does not have
    NOT_ALLOWED = "not_allowed"  # absent, not yours, or you may read but not write
    TOO_FAST = "too_fast"
    CLOSED = "closed"  # the conversation is over
    OUT_OF_SEQUENCE = "out_of_sequence"  # not the next of its session
    FORGED = "forged"  # another envelope is stored under this session and sequence
    NOT_STORED = "not_stored"  # the disk is full, or the database failed
    MALFORMED = "malformed"  # a text frame that the relay does not know
