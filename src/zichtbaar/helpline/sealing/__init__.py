"""The formats of everything that is sealed. Knows no table, no page and no setting of the helpline."""
