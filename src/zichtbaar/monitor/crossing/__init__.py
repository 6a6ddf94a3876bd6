"""Questions crossed with each other: tables that a researcher asks for, as they may leave the house."""
