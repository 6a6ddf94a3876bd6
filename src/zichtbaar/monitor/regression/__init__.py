"""Regression of counts: whether its maximum exists at all, where it is, and how far it is off.

Numbers in, numbers out: no word here of months or of lists, which is why figures and estimation both stand on it.
"""
