"""How much may come at once, from everywhere and from one place, without knowing which place it is."""
