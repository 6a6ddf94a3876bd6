"""Invented example registrations and small published tables, each with its source."""
