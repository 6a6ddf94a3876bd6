"""The regions of a country: what each is made of and since when, and by which names people call them."""
