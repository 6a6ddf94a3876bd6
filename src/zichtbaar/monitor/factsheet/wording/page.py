"""The words of the page itself: headings, the columns of the table, what stands at its foot."""

from __future__ import annotations

from zichtbaar.monitor.paper.language import Language, Words, both

PAGE: dict[str, Words] = {
    "overline": both("Factsheet", "Factsheet"),
    "not_over": both(
        "Geteld op {day}: {year} is nog niet voorbij.",
        "Counted on {day}: {year} is not over yet.",
    ),
    "table": both("Alle cijfers", "All figures"),
    "table_caption": both(
        "Elk cijfer met zijn basis: van hoeveel mensen het bekend is, en hoeveel er zijn.",
        "Each figure with its base: for how many people it is known, and how many there are.",
    ),
    "figure": both("Cijfer", "Figure"),
    "value": both("Waarde", "Value"),
    "interval": both("Interval", "Interval"),
    "base": both("Basis", "Base"),
    "protection": both("Bescherming", "Protection"),
    "method": both("Hoe dit is gemaakt", "How this was made"),
}


def page_words(language: Language) -> dict[str, str]:
    """The words in one language, by their key."""
    return {key: texts[language] for key, texts in PAGE.items()}


COLUMNS = ("figure", "value", "interval", "base", "protection")
"""The columns of the table of all figures, by the key of their heading."""
