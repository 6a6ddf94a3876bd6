"""The desk's door: counsellors and shift leads talk with visitors and register what was told."""
