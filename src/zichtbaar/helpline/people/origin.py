"""Where browsers find this helpline. A proxy with TLS asks over plain HTTP, so only the settings know that."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the page of a request came from: the name that passkeys belong to, and scheme with host and port."""

    name: str
    address: str


def origin_of(request: HttpRequest) -> Origin:
    """The origin that a browser must name, and with which a link begins."""
    host = request.get_host()
    scheme = "https" if settings.HTTPS else "http"
    return Origin(host.rsplit(":", 1)[0] if not host.endswith("]") else host, f"{scheme}://{host}")
