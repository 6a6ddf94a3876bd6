"""Released figures become words, charts, a page and a PDF."""
