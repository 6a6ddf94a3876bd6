"""The verdict and each reason against an estimate, in one plain sentence with its number and its threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf

from zichtbaar.monitor.estimation.verdict import DECISIVE, Finding, Reason, Verdict
from zichtbaar.monitor.estimation.wording.problems import is_number_of_lists, problem_in_words
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import number, part_sign

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.SUPPORTS: both("Deze lijsten kunnen een schatting dragen", "These lists can carry an estimate"),
    Verdict.FRAGILE: both("Deze schatting is wankel", "This estimate is fragile"),
    Verdict.CANNOT: both("Deze lijsten kunnen geen schatting dragen", "These lists cannot carry an estimate"),
}

ADVICE: Mapping[Verdict, Words] = {
    Verdict.SUPPORTS: both(
        "Geen van de controles vond iets tegen deze schatting. Dat is geen bewijs dat zij klopt: de aannames erachter "
        "kan niemand met deze lijsten nagaan. Zijn sommige mensen voor elke lijst makkelijker te vinden dan andere, "
        "dan is het getal te laag.",
        "None of the checks found anything against this estimate. That does not prove it right: the assumptions behind "
        "it cannot be checked with these lists. If some people are easier to find for every list than others, the "
        "number is too low.",
    ),
    Verdict.FRAGILE: both(
        "Noem het getal nooit alleen. Noem het interval, hoe ver de methoden uit elkaar liggen, en wat hieronder "
        "staat.",
        "Never give the number alone. Give the interval, how far the methods lie apart, and what stands below.",
    ),
    Verdict.CANNOT: both(
        "Er staat daarom geen getal. Een getal zou uit het model komen en niet uit de lijsten.",
        "That is why there is no number. A number would come from the model and not from the lists.",
    ),
}

OF_THE_METHOD: Words = both("Deze methode geeft hier geen schatting", "This method gives no estimate here")
"""In place of the verdict on the lists, where they are not what is wrong."""

OTHER_METHOD: Words = both(
    "Zij kan niet met dit aantal lijsten werken. Over de lijsten zelf zegt dat niets: kies een andere methode, zoals "
    "stepwise.",
    "It cannot work with this number of lists. That says nothing of the lists themselves: choose another method, such "
    "as stepwise.",
)

REASONS: Mapping[Reason, Words] = {
    Reason.NO_ESTIMATE: both("Er is geen schatting. {about}", "There is no estimate. {about}"),
    Reason.NOT_TO_BE_USED: both("Dit getal is niet te gebruiken. {about}", "This number cannot be used. {about}"),
    Reason.EMPTY_LIST: both(
        "Op de lijst {about} staat niemand. Laat die lijst weg: zij zegt niets over wie niet gezien is.",
        "Nobody is on the list {about}. Leave that list out: it says nothing about who was not seen.",
    ),
    Reason.TWO_LISTS: both(
        "Er zijn maar {value} lijsten. Dan is niet na te gaan of wie op de ene staat, vaker of minder vaak op de "
        "andere staat.",
        "There are only {value} lists. It cannot be checked whether who is on one is more or less often on the other.",
    ),
    Reason.NEVER_MEETING: both(
        "De lijsten {about} delen {value} mensen. Hoe zij samenhangen, is dan niet te schatten.",
        "The lists {about} share {value} people. How they depend on each other cannot be estimated.",
    ),
    Reason.MOSTLY_ONCE: both(
        "Van de mensen staat {value} op maar één lijst (grens: {threshold}). De schatting rust op de weinigen die op "
        "meer lijsten staan.",
        "Of the people {value} are on one list only (threshold: {threshold}). The estimate rests on the few who are on "
        "more.",
    ),
    Reason.FEW_SHARED: both(
        "Het aantal mensen op meer dan één lijst is maar {value} (grens: {threshold}). Op hen rust de hele schatting.",
        "The number of people on more than one list is only {value} (threshold: {threshold}). The whole estimate rests "
        "on them.",
    ),
    Reason.MOSTLY_UNSEEN: both(
        "De schatting is {value} keer het aantal mensen dat is gezien (grens: {threshold} keer). Bijna alles is "
        "doorgerekend, bijna niets is geteld.",
        "The estimate is {value} times the number of people seen (threshold: {threshold} times). Nearly all of it is "
        "extrapolated, hardly any of it is counted.",
    ),
    Reason.RESAMPLES_WITHOUT: both(
        "Bij {value} van de trekkingen was er geen schatting (grens: {threshold}). Het interval laat die weg.",
        "Of the resamples {value} had no estimate (threshold: {threshold}). The interval leaves them out.",
    ),
    Reason.WIDE_INTERVAL: both(
        "De bovengrens van het interval is {value} keer de ondergrens (grens: {threshold} keer).",
        "The upper end of the interval is {value} times its lower end (threshold: {threshold} times).",
    ),
    Reason.METHODS_DISAGREE: both(
        "De hoogste methode komt op {value} keer de laagste uit (grens: {threshold} keer).",
        "The highest method gives {value} times the lowest (threshold: {threshold} times).",
    ),
    Reason.LISTS_DECIDE: both(
        "Met een lijst minder, of twee lijsten samen, is de hoogste uitkomst {value} keer de laagste (grens: "
        "{threshold} keer).",
        "With one list left out, or two taken as one, the highest outcome is {value} times the lowest (threshold: "
        "{threshold} times).",
    ),
    Reason.KNOWN_NOT_FOUND: both(
        "Bij {value} van de lijsten waarbij dat na te gaan is, vinden de andere lijsten niet terug hoeveel er zijn "
        "(grens: {threshold}).",
        "For {value} of the lists for which it can be checked the others do not find how many there are (threshold: "
        "{threshold}).",
    ),
}
"""A sentence for each reason; slots take its number, its threshold and what it is about."""

MANY_NEVER_MEET: Words = both(
    "Van de paren lijsten delen er {count} geen mensen (0): {about}. Hoe die samenhangen, is niet te schatten.",
    "Of the pairs of lists {count} share nobody (0): {about}. How these depend on each other cannot be estimated.",
)

NO_UPPER_END: Words = both(
    "Het interval heeft geen bovengrens die te vertrouwen is (grens: hoogstens {threshold} keer de ondergrens).",
    "The interval has no upper end that can be trusted (threshold: at most {threshold} times the lower end).",
)

_SHARES = {Reason.MOSTLY_ONCE, Reason.RESAMPLES_WITHOUT, Reason.KNOWN_NOT_FOUND}
_WHOLE = {Reason.TWO_LISTS, Reason.NEVER_MEETING, Reason.FEW_SHARED}
_AND = both(" en ", " and ")

MANY = 4
"""So many pairs of lists that never meet are told in one sentence."""


def is_of_the_method(found: Sequence[Finding]) -> bool:
    """Whether nothing leaves the lists without an estimate but a method that does not take so many."""
    decisive = [one for one in found if one.reason in DECISIVE]
    return decisive != [] and all(
        one.reason is Reason.NO_ESTIMATE and is_number_of_lists(one.about) for one in decisive
    )


def verdict_in_words(verdict: Verdict, found: Sequence[Finding], language: Language) -> tuple[str, str]:
    """The verdict, and what to do with it."""
    if is_of_the_method(found):
        return OF_THE_METHOD[language], OTHER_METHOD[language]
    return VERDICTS[verdict][language], ADVICE[verdict][language]


def all_reasons(found: Sequence[Finding], language: Language) -> tuple[str, ...]:
    """The findings in sentences, those first that leave no estimate. Many pairs that never meet share a sentence."""
    pairs = [one for one in found if one.reason is Reason.NEVER_MEETING]
    merged = pairs if len(pairs) >= MANY else []
    ordered = sorted(found, key=lambda one: one.reason not in DECISIVE)
    sentences = [reason_sentence(one, language) for one in ordered if one not in merged]
    if merged:
        about = "; ".join(one.about.replace(", ", "-") for one in merged)
        place = sum(one.reason in DECISIVE for one in found)
        count = number(len(merged), language)
        sentences.insert(place, MANY_NEVER_MEET[language].format(count=count, about=about))
    return tuple(sentences)


def reason_sentence(finding: Finding, language: Language) -> str:
    """A finding in one sentence."""
    words = NO_UPPER_END if finding.reason is Reason.WIDE_INTERVAL and finding.value == inf else REASONS[finding.reason]
    threshold = "" if finding.threshold is None else _amount(finding.reason, finding.threshold, language, of_limit=True)
    value = "" if finding.value == inf else _amount(finding.reason, finding.value, language)
    return words[language].format(value=value, threshold=threshold, about=_about(finding, language))


def _about(finding: Finding, language: Language) -> str:
    if finding.reason in {Reason.NO_ESTIMATE, Reason.NOT_TO_BE_USED}:
        return problem_in_words(finding.about, language)
    return finding.about.replace(", ", _AND[language]) if finding.reason is Reason.NEVER_MEETING else finding.about


def _amount(reason: Reason, value: float, language: Language, *, of_limit: bool = False) -> str:
    if reason in _SHARES:
        return part_sign(value, language, fine=not of_limit)
    places = 0 if reason in _WHOLE or (of_limit and value == int(value)) else 1
    return number(value, language, places)
