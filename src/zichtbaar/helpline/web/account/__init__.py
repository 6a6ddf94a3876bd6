"""What everybody who works here does with her own account, at whichever door: password, second factor, keys."""
