"""Coded registrations become counts, figures and a factsheet. Works where Django is not installed."""
