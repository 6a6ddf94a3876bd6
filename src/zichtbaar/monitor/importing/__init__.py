"""Spreadsheets of a helpline become records, and what did not map is told."""
