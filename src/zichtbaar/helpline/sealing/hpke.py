"""Keys sealed to a public key: HPKE (RFC 9180), base mode, P-256, HKDF-SHA256, AES-256-GCM.

A sealed key is `suite (1 byte) | encapsulated key (65) | ciphertext`. What it is for, which conversation it
belongs to and in which epoch is bound in, so that it opens nowhere else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownSuiteError

P256 = 1
"""The one suite there is so far."""

NO_CONVERSATION = bytes(16)
NO_EPOCH = 0
PUBLIC_KEY_BYTES = 65
PRIVATE_KEY_BYTES = 32

_CURVE = ec.SECP256R1()
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Purpose(StrEnum):
    """What a sealed key is, and to whom it is sealed."""

    CONVERSATION_KEY_FOR_TEAM = "conversation-key/team"
    CONVERSATION_KEY_FOR_STAFF = "conversation-key/staff"
    CONVERSATION_KEY_FOR_RECOVERY = "conversation-key/recovery"
    TEAM_KEY_FOR_STAFF = "team-key/staff"
    TEAM_KEY_FOR_RECOVERY = "team-key/recovery"
    HANDOVER_FOR_PARTNER = "handover/partner"
    HANDOVER_NOTE_FOR_STAFF = "handover/staff"
    PROOF_OF_RECOVERY = "recovery/proof"


class KeyPair(NamedTuple):
    """A P-256 key pair: the private scalar (32 bytes) and the public point, uncompressed (65 bytes)."""

    private: bytes
    public: bytes


def make_key_pair() -> KeyPair:
    """Draw a new key pair."""
    key = ec.generate_private_key(_CURVE)
    private = key.private_numbers().private_value.to_bytes(PRIVATE_KEY_BYTES, "big")
    return KeyPair(private, public_bytes(key))


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public point of a private key, uncompressed."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def binding(purpose: Purpose, conversation: bytes = NO_CONVERSATION, epoch: int = NO_EPOCH) -> bytes:
    """What HPKE calls info: purpose, conversation and epoch, in a form that has one reading only."""
    if len(conversation) != len(NO_CONVERSATION):
        raise ValueError(f"a conversation has 16 bytes, not {len(conversation)}")
    return b"zichtbaar/1/" + purpose.encode() + b"\0" + conversation + epoch.to_bytes(4, "big")


def seal_key(
    key: bytes,
    public_key: bytes,
    purpose: Purpose,
    *,
    conversation: bytes = NO_CONVERSATION,
    epoch: int = NO_EPOCH,
) -> bytes:
    """Seal a key to the holder of a public key (65 bytes)."""
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)
    return bytes([P256]) + _SUITE.encrypt(key, receiver, binding(purpose, conversation, epoch))


def open_key(
    sealed: bytes,
    private_key: bytes,
    purpose: Purpose,
    *,
    conversation: bytes = NO_CONVERSATION,
    epoch: int = NO_EPOCH,
) -> bytes:
    """Open a sealed key with a private scalar (32 bytes).

    Raises `UnknownSuiteError`, or `ForgedError` when the key, the purpose, the conversation or the epoch is
    another, or a bit was changed.
    """
    if sealed[:1] != bytes([P256]):
        raise UnknownSuiteError
    receiver = ec.derive_private_key(int.from_bytes(private_key, "big"), _CURVE)
    try:
        return _SUITE.decrypt(sealed[1:], receiver, binding(purpose, conversation, epoch))
    except (InvalidTag, ValueError) as error:
        raise ForgedError from error
