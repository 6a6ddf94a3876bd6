"""The visitors' door: one page, no cookie, no name."""
