"""A device that makes passkeys, in Python, as a browser would speak to it (WebAuthn level 3, attestation "none")."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from zichtbaar.helpline.people.encoding import to_text

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


@dataclass
class Authenticator:
    """One passkey. `origin` and `name` are what the browser says; a false page has others."""

    origin: str = "http://testserver"
    name: str = "testserver"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: str) -> dict[str, Any]:
        """What a browser sends of a new passkey."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.identifier).to_bytes(2, "big") + self.identifier + cbor2.dumps(cose)
        data = self._data(self.flags | ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._described("webauthn.create", challenge, attestationObject=made)

    def use(self, challenge: str) -> dict[str, Any]:
        """What a browser sends of a passkey that answers."""
        self.count += self.counts
        data = self._data(self.flags)
        signed = data + hashlib.sha256(self._client_data("webauthn.get", challenge)).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._described("webauthn.get", challenge, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.name.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _described(self, kind: str, challenge: str, **answers: bytes) -> dict[str, Any]:
        answers["clientDataJSON"] = self._client_data(kind, challenge)
        name = to_text(self.identifier)
        response = {part: to_text(content) for part, content in answers.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
