"""Passwords that can be typed over from the screen. For the demo's invented people, and nobody else."""

from __future__ import annotations

import secrets

_WORDS = """
acorn amber anchor apple apron arrow autumn badge bamboo barn basket beacon birch blanket blossom boat
bonfire bottle branch bread bridge bucket butter button candle canvas carpet castle cedar cherry circle clover
coast copper cotton cradle curtain daisy dolphin drawer ember engine falcon feather fern fiddle flint forest
garden ginger glacier guitar hammer harbor hazel helmet honey island ivory jacket kettle ladder lantern lemon
lilac linen maple marble meadow melon mirror mitten morning mountain needle nutmeg olive orchard otter oyster
paddle pancake paper parsley pebble pencil pepper pillow planet plum pocket pond poplar puzzle quilt rabbit
radio raisin ribbon river rocket saddle saffron sailor salmon sandal scarf shadow shovel silver spinach spruce
station summer sunset table teapot thimble thunder ticket timber tulip tunnel velvet violet walnut whistle window
"""
WORDS = tuple(_WORDS.split())


def new_password() -> str:
    """Five words, such as `amber-river-kettle-plum-otter`: 35 bits."""
    return "-".join(secrets.choice(WORDS) for _ in range(5))
