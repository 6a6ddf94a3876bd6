"""What every document of the monitor is made with: numbers in words, drawings as SVG, a page, a PDF, files together.

This room knows nothing of figures or estimates; the rooms that do tell it what to print.
"""
