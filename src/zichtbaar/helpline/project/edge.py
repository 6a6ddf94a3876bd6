"""The edge: the only place that sees a network address. Behind it there is none, in no header and in no field.

Addresses in headers are believed only where a setting names the header, and only when a proxy on this machine or in
this network brings it: anybody can write such a header.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings

from zichtbaar.helpline.chat.sockets import Message, Receive, Send
from zichtbaar.helpline.pacing.places import PLACES, Place, at, read_address
from zichtbaar.helpline.project.bodies import Application

ABOUT_ADDRESSES = (b"x-forwarded", b"forwarded", b"x-real-ip", b"x-client-ip", b"client-ip", b"true-client-ip", b"cf-")
"""How headers begin in which proxies put addresses."""

_NEAR_IPV4 = "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"
_NEAR_IPV6 = "::1", "fc00::/7", "fe80::/10"
NEAR = tuple(ipaddress.ip_network(network) for network in _NEAR_IPV4 + _NEAR_IPV6)
"""This machine and private networks (RFC 1918, RFC 4193)."""


def without_addresses(application: Application) -> Application:
    """The same application, that gets the mark of a place instead of an address."""

    async def at_the_edge(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = [(name, value) for name, value in scope["headers"] if not _is_about_addresses(name)]
            with at(place_of(scope)):
                await application({**scope, "client": None, "headers": headers}, receive, send)
        else:
            await application(scope, receive, send)

    return at_the_edge


def place_of(scope: Message) -> Place:
    """The mark of the place that a request comes from; None when that cannot be known."""
    address = (scope.get("client") or ("",))[0]
    if not _is_near(address):
        return PLACES.mark(address)
    # A proxy adds the address that it sees behind those that it was told, so only the last is no hearsay.
    told = [value for name, value in scope["headers"] if name.decode("latin-1").lower() == settings.ADDRESS_HEADER]
    return PLACES.mark(told[-1].decode("latin-1").rpartition(",")[2].strip()) if told else None


def _is_near(address: str) -> bool:
    """Whether it belongs to this machine or this network, where a proxy stands; a socket file has no address."""
    known = read_address(address)
    return known is None or any(known in network for network in NEAR)


def _is_about_addresses(name: bytes) -> bool:
    return name.lower().startswith(ABOUT_ADDRESSES)
