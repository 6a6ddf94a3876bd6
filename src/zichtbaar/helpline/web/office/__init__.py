"""The office's door: researchers freeze snapshots and make factsheets, administrators see who did what."""
