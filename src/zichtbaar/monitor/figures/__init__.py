"""Counts become figures with a base and an uncertainty."""
