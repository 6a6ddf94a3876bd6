"""Places: where requests come from, as marks that can be compared and tell nothing else.

An address is looked at once, at the edge. What remains of it is a keyed hash of its beginning, under a key that is
drawn anew each day, that is in memory only, and that goes with the process. Marks of two days cannot be compared.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from threading import Lock

Place = bytes | None
"""A mark of eight bytes. None when nobody knows: then only what comes from everywhere is counted."""

_HERE: ContextVar[Place] = ContextVar("place", default=None)

IPV4_BITS, IPV6_BITS = 24, 48
"""How much of an address makes a place: as much as a provider gives to one house, or a little more."""

_MARK_BYTES = 8
_KEY_BYTES = 32


class Places:
    """Makes the marks of one process."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = Lock()
        self._day, self._key = now().date(), secrets.token_bytes(_KEY_BYTES)

    def mark(self, address: str) -> Place:
        """The mark of an address, and of every other at the same place; None for what is no address."""
        beginning = beginning_of(address)
        if beginning is None:
            return None
        return hashlib.blake2b(beginning.encode(), key=self._key_of_today(), digest_size=_MARK_BYTES).digest()

    def _key_of_today(self) -> bytes:
        with self._lock:
            if self._now().date() != self._day:
                self._day, self._key = self._now().date(), secrets.token_bytes(_KEY_BYTES)
            return self._key


def beginning_of(address: str) -> str | None:
    """The part of an address that makes a place; None for what is no address."""
    known = read_address(address)
    if known is None:
        return None
    bits = IPV4_BITS if known.version == 4 else IPV6_BITS
    return str(ipaddress.ip_network((known, bits), strict=False))


def read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; one of IPv4 also where it comes as one of IPv6. None for what is none."""
    try:
        known = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return mapped or known


def here() -> Place:
    """The mark of the place that the request comes from which is being answered now."""
    return _HERE.get()


@contextmanager
def at(place: Place) -> Iterator[None]:
    """Answer a request from this place."""
    token = _HERE.set(place)
    try:
        yield
    finally:
        _HERE.reset(token)


PLACES = Places()
"""Of this process, which is the only one."""
