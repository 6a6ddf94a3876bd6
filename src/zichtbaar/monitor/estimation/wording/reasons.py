"""The verdict and each reason against an estimate, in one plain sentence with its number and its threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor, inf

from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.verdict import DECISIVE, Finding, Reason, Verdict, is_of_the_method
from zichtbaar.monitor.estimation.wording.problems import problem_in_words
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

OF_A_RANGE: Words = both(
    "Noem nooit één getal. Noem van waar tot waar de methoden uitkomen, en wat hieronder staat.",
    "Never give one number. Give how far the methods reach, and what stands below.",
)
"""The advice where no method was chosen and the answer is a range."""

OF_NO_INTERVAL: Words = both(
    "Noem het getal niet: er is geen interval dat zegt hoe zeker het is. Wat hieronder staat, zegt waarom.",
    "Do not give the number: there is no interval that says how sure it is. What stands below says why.",
)

REASONS: Mapping[Reason, Words] = {
    Reason.NO_ESTIMATE: both("Er is geen schatting. {about}", "There is no estimate. {about}"),
    Reason.METHOD_UNFIT: both(
        "Deze methode kan niet met {value} lijsten werken.", "This method cannot work with {value} lists."
    ),
    Reason.NO_INTERVAL: both("Er is geen interval. {about}", "There is no interval. {about}"),
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
    Reason.LISTS_NEEDED: both(
        "Met een lijst minder, of twee lijsten samen, is er bij {value} van de tabellen geen schatting (grens: "
        "{threshold}).",
        "With one list left out, or two taken as one, {value} of the tables have no estimate (threshold: {threshold}).",
    ),
    Reason.NOT_CHECKED: both(
        "Bij {value} van de lijsten is niet na te gaan of de andere terugvinden hoeveel er zijn (grens: {threshold}). "
        "Er is dus weinig gecontroleerd.",
        "For {value} of the lists it cannot be checked whether the others find how many there are (threshold: "
        "{threshold}). So little was checked.",
    ),
    Reason.BAD_FIT: both(
        "Het model past slecht bij de lijsten. Als het klopte, verschilden zij hoogstens 1 keer op {value} zo veel "
        "(grens: 1 op {threshold}).",
        "The model fits the lists badly. If it were right, they would differ so much at most once in {value} times "
        "(threshold: once in {threshold}).",
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

_SHARES = {
    Reason.MOSTLY_ONCE,
    Reason.RESAMPLES_WITHOUT,
    Reason.KNOWN_NOT_FOUND,
    Reason.NOT_CHECKED,
    Reason.LISTS_NEEDED,
}
_WHOLE = {Reason.TWO_LISTS, Reason.NEVER_MEETING, Reason.FEW_SHARED, Reason.METHOD_UNFIT}
_AND = both(" en ", " and ")

SELDOM = 1e-6
"""Once in a million: what is more seldom is not told apart."""

MANY = 4
"""So many pairs of lists that never meet are told in one sentence."""


def verdict_in_words(report: Report, language: Language) -> tuple[str, str]:
    """The verdict, and what to do with it."""
    if is_of_the_method(report.findings):
        return OF_THE_METHOD[language], OTHER_METHOD[language]
    return VERDICTS[report.verdict][language], _advice(report)[language]


def _advice(report: Report) -> Words:
    if report.verdict is not Verdict.FRAGILE:
        return ADVICE[report.verdict]
    if report.of_all_methods:
        return OF_A_RANGE
    return ADVICE[Verdict.FRAGILE] if report.chosen.interval is not None else OF_NO_INTERVAL


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
    if finding.reason in {Reason.NO_ESTIMATE, Reason.NO_INTERVAL, Reason.NOT_TO_BE_USED}:
        return problem_in_words(finding.about, language)
    return finding.about.replace(", ", _AND[language]) if finding.reason is Reason.NEVER_MEETING else finding.about


def _amount(reason: Reason, value: float, language: Language, *, of_limit: bool = False) -> str:
    if reason is Reason.BAD_FIT:
        return number(floor(1 / max(value, SELDOM)), language)
    if reason in _SHARES:
        return part_sign(value, language, fine=not of_limit)
    places = 0 if reason in _WHOLE or (of_limit and value == int(value)) else 1
    return number(value, language, places)
