"""The people who work for the helpline: their roles, how they sign in, and their keys."""
