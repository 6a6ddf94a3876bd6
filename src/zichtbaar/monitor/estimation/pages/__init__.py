"""The report of an estimate: a working document as a page, a PDF and data."""
