"""Pictures as phones make them: drawn by a browser, with a place, a time and a name put in where phones put them."""

from __future__ import annotations

import base64
import struct

from playwright.sync_api import Page

PHONE, PLACE, COMMENT = b"Vera's phone", b"52.3702 N", b"taken at school"
ON_ITS_SIDE = 6
"""The camera was held upright: who shows the picture has to turn it."""

# Noise of four colours in the corners, so that it is seen when a picture was turned, and hard to make small.
DRAW = """async ([width, height, quality]) => {
    const canvas = Object.assign(document.createElement("canvas"), {width, height});
    const brush = canvas.getContext("2d"), half = [width / 2, height / 2];
    const picture = brush.createImageData(width, height), noise = quality > .9 ? 255 : 24;
    for (let at = 0; at < picture.data.length; at += 4) {
        const [x, y] = [at / 4 % width, Math.floor(at / 4 / width)];
        const corner = (y < half[1] ? 0 : 2) + (x < half[0] ? 0 : 1);
        const colour = [[200, 0, 0], [0, 160, 0], [0, 0, 200], [200, 200, 0]][corner];
        for (let part = 0; part < 3; part++) picture.data[at + part] = colour[part] + Math.random() * noise;
        picture.data[at + 3] = 255;
    }
    brush.putImageData(picture, 0, 0);
    const blob = await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", quality));
    return btoa(Array.from(new Uint8Array(await blob.arrayBuffer()), one => String.fromCharCode(one)).join(""));
}"""

KEEP_WHAT_IS_OPENED = """() => { const open = createImageBitmap; window.createImageBitmap = async blob => {
    window.opened = Array.from(new Uint8Array(await blob.arrayBuffer())); return open(blob); }; }"""
"""Evaluated at the desk, it keeps the bytes of the last photo that was opened there."""


def picture(page: Page, width: int = 320, height: int = 240, quality: float = 0.8) -> bytes:
    """A JPEG as a camera makes it, with EXIF in which phone and place stand, and a comment."""
    jpeg = base64.b64decode(page.evaluate(DRAW, [width, height, quality]))
    assert jpeg.startswith(b"\xff\xd8")
    return jpeg[:2] + _segment(0xE1, b"Exif\0\0" + _exif()) + _segment(0xFE, COMMENT) + jpeg[2:]


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _exif() -> bytes:
    """TIFF with a maker, an orientation and a block of GPS (EXIF 2.32, 4.6)."""
    maker, where = PHONE + b"\0", PLACE + b"\0"
    first, gps = 8, 8 + 2 + 3 * 12 + 4
    text = gps + 2 + 12 + 4
    tags = struct.pack(">H", 3)
    tags += struct.pack(">HHII", 0x010F, 2, len(maker), text)
    tags += struct.pack(">HHIHH", 0x0112, 3, 1, ON_ITS_SIDE, 0)
    tags += struct.pack(">HHII", 0x8825, 4, 1, gps) + struct.pack(">I", 0)
    tags += struct.pack(">H", 1) + struct.pack(">HHII", 0x001B, 2, len(where), text + len(maker)) + struct.pack(">I", 0)
    return b"MM\0*" + struct.pack(">I", first) + tags + maker + where


def markers(jpeg: bytes) -> set[int]:
    """The parts that a JPEG has before the picture itself."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        assert jpeg[at] == 0xFF
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return found
