"""How reliably a figure was coded, in words."""

from __future__ import annotations

from math import floor

from zichtbaar.codebook.agreement import GOOD_ALPHA, LEAST_ALPHA, LEAST_PAIRS, LEAST_PERCENT, Level
from zichtbaar.monitor.disclosure.released import Protection, ReleasedFigure
from zichtbaar.monitor.factsheet.origin import CodedTwice, Origin
from zichtbaar.monitor.figures.coding import Coding
from zichtbaar.monitor.paper.language import Language, Words, both
from zichtbaar.monitor.paper.numbers import number

ALPHA = "α"
_TENTATIVE = both("voorlopig", "tentative")
_NOT_MEASURED = both("niet gemeten", "not measured")
_ALIKE = both("geen verschil", "no difference")

LEFT_OUT = both(
    "Weggelaten: twee hulpverleners codeerden dit te verschillend (α onder {least}).",
    "Left out: two counsellors coded this too differently (α below {least}).",
)
TITLE = both("Hoe betrouwbaar is de codering?", "How reliable is the coding?")
_MEASURED = both(
    "{coded} procent van de registraties is gecodeerd door twee hulpverleners die elkaars antwoorden niet "
    "zagen. Krippendorffs alfa (α) zegt hoe ver zij het eens zijn: 1 is altijd, 0 is zo vaak als toeval. Bij een "
    "cijfer staat de laagste α van de vragen waarop het rust. Onder {least} is het weggelaten, onder {good} is het "
    "voorlopig. Waar zij verschilden, telt wat daarna is besloten; de antwoorden van beiden zijn bewaard.",
    "{coded} per cent of the registrations were coded by two counsellors who did not see each other's "
    "answers. Krippendorff's alpha (α) says how far they agree: 1 is always, 0 is as often as chance. With a figure "
    "stands the lowest α of the questions that it rests on. Below {least} it is left out, below {good} it is "
    "tentative. Where they differed, what was decided afterwards counts; the answers of both are kept.",
)
_TOO_FEW = both(
    "Niet gemeten: {coded} procent van de registraties is door twee hulpverleners gecodeerd. Nodig is ten "
    "minste {percent} procent, en ten minste {pairs}.",
    "Not measured: {coded} per cent of the registrations were coded by two counsellors. At least {percent} "
    "per cent are needed, and at least {pairs}.",
)
_NOBODY = both(
    "Niet gemeten: er zijn geen registraties die twee hulpverleners los van elkaar hebben gecodeerd.",
    "Not measured: there are no registrations that two counsellors coded independently of each other.",
)


def rounded_down(alpha: float) -> float:
    """An alpha as it is told, with two decimals: one of 0.799 is not 0.80."""
    return floor(round(alpha * 100, 6)) / 100


def alpha_in_words(alpha: float, language: Language) -> str:
    """An alpha with its sign."""
    return f"{ALPHA}\N{NO-BREAK SPACE}{number(rounded_down(alpha), language, 2)}"


def coding_in_table(figure: ReleasedFigure, origin: Origin, language: Language) -> str:
    """What the table says of the coding of a figure; nothing of one from outside, or one that is hidden."""
    coding = told_coding(figure, origin)
    return "" if coding is None else coding_in_words(coding, language)


def coding_in_words(coding: Coding, language: Language) -> str:
    """A coding in a few signs: "α 0.91", "α 0.70, tentative"."""
    if coding.level is Level.NOT_MEASURED:
        return _NOT_MEASURED[language]
    if coding.alpha is None:
        return _ALIKE[language]
    words = alpha_in_words(coding.alpha, language)
    return f"{words}, {_TENTATIVE[language]}" if coding.level is Level.TENTATIVE else words


def coding_line(figure: ReleasedFigure, origin: Origin, language: Language) -> str:
    """The same as a last sentence below a figure; nothing where there is no alpha."""
    coding = told_coding(figure, origin)
    if coding is None or coding.alpha is None or coding.level is Level.NOT_MEASURED:
        return ""
    return f"{coding_in_table(figure, origin, language)}."


def told_coding(figure: ReleasedFigure, origin: Origin) -> Coding | None:
    """The coding of a figure, as far as it may be told: of who is hidden it would say that they are there."""
    return None if figure.protection is Protection.HIDDEN else origin.codings.get(figure.id)


def why_left_out(language: Language) -> str:
    """The sentence in the place of a figure that was coded unreliably."""
    return LEFT_OUT[language].format(least=number(LEAST_ALPHA, language, 2))


def about_coding(twice: CodedTwice | None, language: Language) -> str:
    """The paragraph of the method note."""
    if twice is None:
        return _NOBODY[language]
    words: Words = _MEASURED if twice.is_enough else _TOO_FEW
    return words[language].format(
        coded=number(twice.percent, language),
        percent=LEAST_PERCENT,
        pairs=LEAST_PAIRS,
        least=number(LEAST_ALPHA, language, 2),
        good=number(GOOD_ALPHA, language, 2),
    )
