"""Firefox packs its files of tabs: eight bytes of a name, four of a length, then one block in the format of LZ4."""

from __future__ import annotations

NAME = b"mozLz40\0"
SHORTEST_COPY = 4


def unpacked(content: bytes) -> bytes:
    """What a file holds; one that is not packed stays as it is."""
    return _unpacked_block(content[len(NAME) + 4 :]) if content.startswith(NAME) else content


def _unpacked_block(block: bytes) -> bytes:
    out, place = bytearray(), 0
    while place < len(block):
        token, place = block[place], place + 1
        length, place = _longer(token >> 4, block, place)
        out += block[place : place + length]
        place += length
        if place >= len(block):
            break
        back = int.from_bytes(block[place : place + 2], "little")
        length, place = _longer(token & 15, block, place + 2)
        for _ in range(length + SHORTEST_COPY):  # it may copy what it has just copied
            out.append(out[-back])
    return bytes(out)


def _longer(length: int, block: bytes, place: int) -> tuple[int, int]:
    """A length of 15 goes on in the next bytes, up to the first that is not 255."""
    more = 255 if length == 15 else 0
    while more == 255:
        more, place = block[place], place + 1
        length += more
    return length, place
