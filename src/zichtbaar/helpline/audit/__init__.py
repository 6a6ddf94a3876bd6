"""Who did what kind of thing and when, never what was said: rows that are only ever added."""
