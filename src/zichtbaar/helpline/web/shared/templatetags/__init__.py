"""Tags for the pages of every door."""
