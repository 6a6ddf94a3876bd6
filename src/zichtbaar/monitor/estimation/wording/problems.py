"""Why a method has no number, or one that must not be used, in plain words.

The library says so in English for programmers; each of its sentences is known here by its form.
"""

from __future__ import annotations

import re

from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import number

PROBLEMS: tuple[tuple[str, Words], ...] = (
    (
        r"the likelihood has no top at finite values",
        both(
            "De nullen in de tabel laten dit model geen eindige schatting.",
            "The zeros in the table leave this model no finite estimate.",
        ),
    ),
    (
        r"different parameters fit equally well",
        both(
            "Er zijn te weinig combinaties van lijsten over om het model te kunnen bepalen.",
            "Too few combinations of lists are left to determine the model.",
        ),
    ),
    (
        r"none of the (?P<count>\d+) models up to order \d+ has an estimate",
        both(
            "Geen van de {count} modellen heeft een schatting.",
            "None of the {count} models has an estimate.",
        ),
    ),
    (
        r"(?P<count>\d+) of (?P<all>\d+) resamples have no estimate",
        both(
            "Van de {all} trekkingen hebben er {count} geen schatting; een interval van de andere is niet te "
            "vertrouwen.",
            "Of the {all} resamples {count} have no estimate; an interval of the others cannot be trusted.",
        ),
    ),
    (
        r"(?P<count>\d+) resamples are too few",
        both(
            "Met {count} trekkingen is er geen interval te maken: neem er meer.",
            "No interval can be made from {count} resamples: take more.",
        ),
    ),
    (
        r"the estimate lies beyond all of its resamples",
        both(
            "De schatting ligt buiten alle trekkingen: die zeggen niet hoe zeker zij is.",
            "The estimate lies beyond all of its resamples: they do not tell how sure it is.",
        ),
    ),
    (
        r"single cases weigh so unequally",
        both(
            "Enkele mensen tellen zo veel zwaarder dan andere dat er bij deze zekerheid geen interval te geven is.",
            "A few people weigh so much more than others that no interval of this level can be given.",
        ),
    ),
    (
        r"(?P<count>\d+) lists \(expected \d+ to (?P<most>\d+)\)",
        both(
            "Deze methode kan niet met {count} lijsten werken.",
            "This method cannot work with {count} lists.",
        ),
    ),
    (
        r"(?P<count>\d+) lists have more than",
        both(
            "Met {count} lijsten zijn er te veel modellen om ze alle te proberen.",
            "With {count} lists there are too many models to try them all.",
        ),
    ),
    (
        r"left out: it takes long",
        both("Overgeslagen: het duurt lang.", "Left out: it takes long."),
    ),
    (
        r"nobody is on the list (?P<quote>['\"])(?P<name>.*)(?P=quote)",
        both("Op de lijst {name} staat niemand.", "Nobody is on the list {name}."),
    ),
    (
        r"nobody is on two lists",
        both(
            "Niemand staat op twee lijsten: zonder overlap is niet te zeggen wie er ontbreekt.",
            "Nobody is on two lists: without overlap nothing can be said of who is missing.",
        ),
    ),
    (
        r"the grid of possible numbers is too short",
        both(
            "Er past een kans op nog veel grotere aantallen bij deze lijsten: gebruik dit getal niet.",
            "These lists leave a chance of much larger numbers: do not use this one.",
        ),
    ),
    (
        r"the lists leave it open between (?P<low>\d+) and (?P<high>\d+)",
        both(
            "Deze lijsten laten open of het er {low} of {high} zijn, en de methode vult dat zelf in: gebruik dit getal "
            "niet.",
            "These lists leave it open whether there are {low} or {high}, and the method fills that in by itself: do "
            "not use this number.",
        ),
    ),
    (
        r"the posterior has no top that could be found",
        both(
            "Deze methode komt bij deze lijsten niet tot een antwoord.",
            "With these lists this method does not come to an answer.",
        ),
    ),
    (
        r"the draws are worth (?P<draws>\d+) equal ones",
        both(
            "De trekkingen zijn samen maar {draws} losse waard: gebruik dit getal niet.",
            "The draws together are worth only {draws} independent ones: do not use this number.",
        ),
    ),
    (
        r"the chains stay apart, near (?P<low>\d+) and (?P<high>\d+) "
        r"\(R-hat (?P<r_hat>[\d.]+|inf|nan), worth (?P<draws>\d+|nan) draws\)",
        both(
            "Bij deze lijsten passen meer antwoorden, rond {low} en rond {high}, en de reeksen blijven daartussen "
            "verdeeld (R-hat {r_hat}): gebruik dit getal niet.",
            "These lists fit more than one answer, near {low} and near {high}, and the chains stay divided between "
            "them (R-hat {r_hat}): do not use this number.",
        ),
    ),
    (
        r"the chains have not met \(R-hat (?P<r_hat>[\d.]+|inf|nan), worth (?P<draws>\d+|nan) draws\)",
        both(
            "De reeksen zijn niet bij elkaar uitgekomen (R-hat {r_hat}, {draws} losse trekkingen waard): gebruik dit "
            "getal niet.",
            "The chains have not met (R-hat {r_hat}, worth {draws} independent draws): do not use this number.",
        ),
    ),
)
"""The form of what the library says, and what stands in its place; slots take the numbers and names in it."""

UNKNOWN: Words = both("De bibliotheek meldt: {problem}.", "The library says: {problem}.")


def problem_in_words(problem: str, language: Language) -> str:
    """A problem as one sentence; one that is not known here is quoted."""
    for form, words in PROBLEMS:
        if found := re.search(form, problem):
            slots = {name: _slot(value, language) for name, value in found.groupdict().items()}
            return words[language].format(**slots)
    return UNKNOWN[language].format(problem=problem.rstrip("."))


def _slot(value: str, language: Language) -> str:
    if re.fullmatch(r"\d+(\.\d+)?", value):
        places = len(value.partition(".")[2])
        return number(float(value), language, places)
    return value
