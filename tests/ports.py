"""Ports of loopback for servers that tests start."""

from __future__ import annotations

import socket
import sys


class Port:
    """A port that nobody else gets as long as this is kept, between two starts of a server on it either.

    A bound socket that never listens keeps the kernel from handing the number out again, to another test or to a
    browser; a server that may use an address again (`SO_REUSEADDR`), as ours may, can listen on it all the same.
    Only on Linux: elsewhere the number may be given away before the server is there.
    """

    def __init__(self) -> None:
        self._kept = socket.socket()
        self._kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._kept.bind(("127.0.0.1", 0))
        self.number: int = self._kept.getsockname()[1]
        if sys.platform != "linux":
            self._kept.close()

    def __del__(self) -> None:
        self._kept.close()
