"""The office's door: researchers make releases, shift leads approve them, administrators see who did what."""
