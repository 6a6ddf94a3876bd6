"""How the server hashes the half of a password that it sees."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class AuthHasher(PBKDF2PasswordHasher):
    """PBKDF2 with few rounds, for 32 bytes that Argon2id has made already.

    Nobody guesses 32 random bytes: who steals the table must guess the password through Argon2id, in the
    browser's 64 MiB. More rounds here would only make it cheap to keep the server busy. See decision 41.
    """

    algorithm = "pbkdf2_sha256_auth"
    iterations = 10_000
