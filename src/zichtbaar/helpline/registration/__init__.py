"""Visitors as persons, and the coded answers that say what was told: never the words themselves."""
