"""What visitors read: one file for each language, with every text of their door. English is the reference."""
