"""A sealed key opens with its own key, for its own purpose, in its own conversation and epoch. Nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from zichtbaar.helpline.sealing.errors import ForgedError, UnknownSuiteError
from zichtbaar.helpline.sealing.hpke import (
    KeyPair,
    Purpose,
    binding,
    make_key_pair,
    open_key,
    public_bytes,
    seal_key,
)

KEY = bytes(range(32))
CONVERSATION = bytes(range(16))
TEAM = Purpose.CONVERSATION_KEY_FOR_TEAM
ANOTHER = CipherSuite.new(KEMId.DHKEM_P256_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)

ids = st.binary(min_size=16, max_size=16)
epochs = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def team() -> KeyPair:
    return make_key_pair()


@given(key=st.binary(min_size=1, max_size=64), purpose=st.sampled_from(Purpose), conversation=ids, epoch=epochs)
def test_what_is_sealed_opens(team: KeyPair, key: bytes, purpose: Purpose, conversation: bytes, epoch: int) -> None:
    sealed = seal_key(key, team.public, purpose, conversation=conversation, epoch=epoch)
    assert open_key(sealed, team.private, purpose, conversation=conversation, epoch=epoch) == key
    assert len(sealed) == 1 + 65 + len(key) + 16


def test_it_opens_nowhere_else(team: KeyPair) -> None:
    sealed = seal_key(KEY, team.public, TEAM, conversation=CONVERSATION, epoch=7)
    with pytest.raises(ForgedError):
        open_key(sealed, team.private, Purpose.CONVERSATION_KEY_FOR_STAFF, conversation=CONVERSATION, epoch=7)
    with pytest.raises(ForgedError):
        open_key(sealed, team.private, TEAM, conversation=bytes(16), epoch=7)
    with pytest.raises(ForgedError):
        open_key(sealed, team.private, TEAM, conversation=CONVERSATION, epoch=8)
    with pytest.raises(ForgedError):
        open_key(sealed, make_key_pair().private, TEAM, conversation=CONVERSATION, epoch=7)


@pytest.mark.parametrize("place", [1, 5, 66, 80, 113])
def test_a_changed_bit_is_refused(team: KeyPair, place: int) -> None:
    sealed = bytearray(seal_key(KEY, team.public, TEAM))
    sealed[place] ^= 1
    with pytest.raises(ForgedError):
        open_key(bytes(sealed), team.private, TEAM)


@pytest.mark.parametrize("cut", [1, 20, 66, 90])
def test_a_cut_key_is_refused(team: KeyPair, cut: int) -> None:
    with pytest.raises(ForgedError):
        open_key(seal_key(KEY, team.public, TEAM)[:cut], team.private, TEAM)


@pytest.mark.parametrize("sealed", [b"", b"\0" + bytes(113), b"\2" + bytes(113)])
def test_another_suite_is_refused(team: KeyPair, sealed: bytes) -> None:
    with pytest.raises(UnknownSuiteError):
        open_key(sealed, team.private, TEAM)


@given(st.sampled_from(Purpose), ids, epochs, st.sampled_from(Purpose), ids, epochs)
def test_a_binding_has_one_reading(
    purpose: Purpose, conversation: bytes, epoch: int, purpose2: Purpose, conversation2: bytes, epoch2: int
) -> None:
    same = (purpose, conversation, epoch) == (purpose2, conversation2, epoch2)
    assert (binding(purpose, conversation, epoch) == binding(purpose2, conversation2, epoch2)) is same


def test_a_conversation_of_another_length_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        binding(TEAM, b"short")


def key_of(private: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())


def test_a_second_implementation_opens_ours_and_we_open_its(team: KeyPair) -> None:
    info = binding(TEAM, CONVERSATION, 3)
    receiver = KEMKey.from_pyca_cryptography_key(key_of(team.private))
    sealed = seal_key(KEY, team.public, TEAM, conversation=CONVERSATION, epoch=3)
    assert ANOTHER.create_recipient_context(sealed[1:66], receiver, info).open(sealed[66:]) == KEY
    public = KEMKey.from_pyca_cryptography_key(key_of(team.private).public_key())
    encapsulated, sender = ANOTHER.create_sender_context(public, info)
    theirs = b"\1" + encapsulated + sender.seal(KEY)
    assert open_key(theirs, team.private, TEAM, conversation=CONVERSATION, epoch=3) == KEY


def test_the_suite_is_that_of_the_rfc(vectors: Any) -> None:
    rfc = {name: value for name, value in vectors("rfc9180").items() if isinstance(value, str)}
    named = {name: bytes.fromhex(value) for name, value in rfc.items() if name != "source"}
    private = key_of(named["private"])
    assert public_bytes(private) == named["public"]
    # The RFC binds additional data to each message; ours has none, so the last step is made anew.
    ciphertext = AESGCM(named["key"]).encrypt(named["base_nonce"], named["plaintext"], b"")
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    opened = suite.decrypt(named["encapsulated"] + ciphertext, private, named["info"])
    assert opened == named["plaintext"]


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_keys_sealed_in_both_languages_open(vectors: Any, language: str) -> None:
    cases = vectors(f"keys-{language}")["keys"]
    assert {case["purpose"] for case in cases} == set(Purpose)
    for case in cases:
        sealed, private, conversation = (bytes.fromhex(case[name]) for name in ("sealed", "private", "conversation"))
        opened = open_key(sealed, private, Purpose(case["purpose"]), conversation=conversation, epoch=case["epoch"])
        assert opened.hex() == case["key"]
        assert public_bytes(key_of(private)).hex() == case["public"]
