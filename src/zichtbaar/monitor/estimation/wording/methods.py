"""What a method is called, how it works in one sentence, and what kind of interval it has."""

from __future__ import annotations

from collections.abc import Mapping

from zichtbaar.monitor.estimation.estimating import Method, PopulationEstimate
from zichtbaar.monitor.estimation.intervals import PopulationInterval
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import number

METHODS: Mapping[Method, Words] = {
    "stepwise": both("Stap voor stap", "Step by step"),
    "bic": both("Beste volgens BIC", "Best by BIC"),
    "aic": both("Beste volgens AIC", "Best by AIC"),
    "main": both("Lijsten onafhankelijk", "Lists independent"),
    "average": both("Gemiddelde", "Average"),
    "decomposable": both("Grafen, delta {delta}", "Graphs, delta {delta}"),
    "latent-class": both("Verborgen groepen", "Hidden groups"),
    "threshold": both("Duidelijke samenhang", "Clear dependence"),
    "hyper-g": both("Bayesiaans gemiddelde", "Bayesian average"),
}

HOW: Mapping[Method, Words] = {
    "stepwise": both(
        "begint met onafhankelijke lijsten en voegt telkens de samenhang van twee lijsten toe die het duidelijkst is.",
        "starts from independent lists and adds, one at a time, the dependence of two lists that is clearest.",
    ),
    "bic": both(
        "probeert alle modellen, of waar dat te lang duurt telkens de buren van het beste, en kiest het beste volgens "
        "een maat die samenhang zwaar laat wegen.",
        "tries all models, or where that takes too long the neighbours of the best so far, and chooses the best by a "
        "measure that charges much for each dependence.",
    ),
    "aic": both(
        "doet hetzelfde met een maat die sneller samenhang toelaat.",
        "does the same with a measure that admits dependence sooner.",
    ),
    "main": both(
        "neemt aan dat op welke lijst iemand staat, niets zegt over de andere. Dat is zelden waar.",
        "assumes that being on one list says nothing about the others. That is rarely true.",
    ),
    "average": both(
        "neemt het gemiddelde over alle modellen die het zoeken volgens BIC probeert; wat beter past, telt zwaarder.",
        "takes the average over all models that the search by BIC tries; what fits better counts for more.",
    ),
    "decomposable": both(
        "neemt het gemiddelde over alle manieren waarop lijsten kunnen samenhangen, en begint met een vermoeden: delta "
        "mensen in elke combinatie. Het staat er tweemaal, om te laten zien hoeveel dat vermoeden uitmaakt.",
        "takes the average over all ways in which lists can depend, and starts from a guess: delta people in every "
        "combination. It stands twice, to show how much that guess decides.",
    ),
    "latent-class": both(
        "neemt aan dat er verborgen groepen mensen zijn die meer of minder kans hebben om gezien te worden.",
        "assumes that there are hidden groups of people, more or less likely to be seen.",
    ),
    "threshold": both(
        "begint met het vermoeden dat lijsten weinig samenhangen, en houdt alleen de samenhang die dan nog duidelijk "
        "is.",
        "starts from the guess that lists depend little on each other, and keeps only the dependence that is clear "
        "even so.",
    ),
    "hyper-g": both(
        "neemt het gemiddelde over alle manieren waarop lijsten twee aan twee kunnen samenhangen, naar hoe "
        "waarschijnlijk elke manier is bij deze lijsten.",
        "takes the average over all ways in which lists can depend two by two, by how probable these lists make each.",
    ),
}

INTERVALS: tuple[tuple[str, Words], ...] = (
    (
        "BCa bootstrap",
        both(
            "uit herhaalde trekkingen, waarbij het model elke keer opnieuw is gekozen (BCa-bootstrap)",
            "from resamples, in each of which the model was chosen anew (BCa bootstrap)",
        ),
    ),
    (
        "log-normal",
        both(
            "gegeven het model: het doet alsof het gekozen model vaststond en is daarom te smal",
            "given the model: it takes the chosen model for granted, so it is too narrow",
        ),
    ),
    ("mixture", both("over alle modellen samen, naar hun gewicht", "over all models together, by their weight")),
    (
        "posterior",
        both(
            "waar de waarde volgens deze methode met die kans ligt (Bayesiaans)",
            "where the value lies with that probability, by this method (Bayesian)",
        ),
    ),
)
"""How the description of an interval begins, and what it is in plain words."""

PLACES_OF_DELTA = 6
"""All that 2^-6 has, for six lists; 2^-12, for the twelve lists that can be read, is then 0.000244."""

BETWEEN: Words = both("{low} tot {high}", "{low} to {high}")


def method_name(made: PopulationEstimate, language: Language) -> str:
    """What a method is called in a table or a chart."""
    delta = made.name.rpartition(" ")[2]
    words = METHODS[made.method][language]
    if "{delta}" not in words:
        return words
    try:
        return words.format(delta=number(float(delta), language, PLACES_OF_DELTA).rstrip("0").rstrip(".,"))
    except ValueError:
        return words.partition(",")[0]


def interval_in_words(interval: PopulationInterval, language: Language) -> str:
    """What kind of interval it is."""
    known = (words[language] for begin, words in INTERVALS if interval.method.startswith(begin))
    return next(known, interval.method)


def ends(interval: PopulationInterval, language: Language) -> str:
    """ "9,484 to 17,632"; without an upper end "9,484 to …"."""
    high = number(interval.high, language) if interval.high < float("inf") else "…"
    return BETWEEN[language].format(low=number(interval.low, language), high=high)
