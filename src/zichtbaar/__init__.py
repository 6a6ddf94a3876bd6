"""Zichtbaar: from the first message of a hidden victim to a figure that can be published."""

__version__ = "0.1.0"
