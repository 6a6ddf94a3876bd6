"""The only way from a figure to a released figure."""
