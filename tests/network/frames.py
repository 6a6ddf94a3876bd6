"""Frames of WebSocket (RFC 6455, 5.2) as whole pieces of bytes: a network in a test can hold, double and swap them."""

from __future__ import annotations

import asyncio

_MASKED, _LENGTH, _OPCODE = 0x80, 0x7F, 0x0F
_MASK_BYTES = 4
_WIDER = {126: 2, 127: 8}
_FIRST_CONTROL = 8


async def read_head(reader: asyncio.StreamReader) -> bytes:
    """A request or an answer of HTTP, up to the empty line. Raises IncompleteReadError."""
    return await reader.readuntil(b"\r\n\r\n")


def asks_for_socket(head: bytes) -> bool:
    """Whether a request wants to become a WebSocket."""
    return b"\r\nupgrade: websocket\r\n" in head.lower()


async def read_frame(reader: asyncio.StreamReader) -> bytes:
    """The next frame, as it came. Raises IncompleteReadError at the end."""
    frame = await reader.readexactly(2)
    length = frame[1] & _LENGTH
    if wider := _WIDER.get(length):
        longer = await reader.readexactly(wider)
        frame, length = frame + longer, int.from_bytes(longer, "big")
    return frame + await reader.readexactly(length + (_MASK_BYTES if frame[1] & _MASKED else 0))


def is_control(frame: bytes) -> bool:
    """Whether it is a ping, a pong or a close: these are the sockets' own business."""
    return frame[0] & _OPCODE >= _FIRST_CONTROL
