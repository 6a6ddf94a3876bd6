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
    "coding": both("Codering", "Coding"),
    "left_out": both("weggelaten", "left out"),
    "version": both("Versie {version}", "Version {version}"),
    "corrects": both(
        "Versie {version}, in de plaats van versie {corrects}", "Version {version}, in the place of version {corrects}"
    ),
    "counted": both("Hoe elk cijfer is geteld", "How each figure was counted"),
    "counted_caption": both(
        "Elk cijfer verwijst hierheen. In de codes staat de naam van een groep voor haar hele voorwaarde, “*” voor "
        "elk antwoord, “&” voor “en”, “|” voor “of” en “/” voor “van wie”.",
        "Every figure points here. In the codes the name of a group stands for its whole condition, “*” for any "
        "answer, “&” for “and”, “|” for “or” and “/” for “out of”.",
    ),
    "groups": both("Wie er worden geteld", "Who is counted"),
    "how": both("Hoe geteld", "How counted"),
    "method": both("Hoe dit is gemaakt", "How this was made"),
}


def page_words(language: Language) -> dict[str, str]:
    """The words in one language, by their key."""
    return {key: texts[language] for key, texts in PAGE.items()}


COLUMNS = ("figure", "value", "interval", "base", "protection")
"""The columns of the table of all figures, by the key of their heading; "coding" is one more where it was measured."""
