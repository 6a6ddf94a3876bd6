"""Handovers: who can take somebody on, with whose consent, and what became of it."""
