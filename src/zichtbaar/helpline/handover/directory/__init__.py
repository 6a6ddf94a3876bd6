"""The directory: which organisation takes whom on, where, when, and who says so."""
