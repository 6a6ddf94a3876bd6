"""Registrations in layouts that others ask for: rows for a receiver under agreement, protected tables for everybody."""
