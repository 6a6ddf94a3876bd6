"""What a factsheet says about how it was made."""

from __future__ import annotations

from zichtbaar.monitor.paper.language import Words, both

METHOD: tuple[tuple[Words, Words], ...] = (
    (
        both("Wat is geteld?", "What was counted?"),
        both(
            "Een registratie is het oordeel van een hulpverlener over wat een bezoeker in de chat vertelde. "
            "Het is niet onderzocht en niet bewezen. De eenheid is een persoon: wie vaker chat, telt één keer.",
            "A registration is a counsellor's judgement of what a visitor told in the chat. It has not been "
            "investigated or proven. The unit is a person: whoever chats more often counts once.",
        ),
    ),
    (
        both("Van wie is iets bekend?", "For whom is something known?"),
        both(
            "Een hulpverlener loopt geen vragenlijst langs. Een deel is berekend over de mensen van wie het "
            "bekend is; hoeveel dat er zijn, staat erbij. “Niet besproken” is nooit als “nee” geteld.",
            "A counsellor does not go through a list of questions. A share is worked out over the people for "
            "whom it is known; how many that are is printed with it. “Not discussed” never counts as “no”.",
        ),
    ),
    (
        both("Hoe zeker is het?", "How certain is it?"),
        both(
            "De aantallen tellen wie deze chat bereikte, niet hoeveel slachtoffers er zijn. Een 95%-interval "
            "laat zien welke uitkomsten ook bij deze telling passen als het toeval anders had uitgepakt "
            "(delen: {methods}; verhoudingen: exact, gegeven de som). “Iets meer dan” scheelt ten hoogste 1,5 "
            "procentpunt met de genoemde breuk, “bijna” ten hoogste 2.",
            "The counts tell whom this chat reached, not how many victims there are. A 95% interval shows which "
            "outcomes fit these counts as well, had chance fallen differently (shares: {methods}; ratios: exact, "
            "given the sum). “Just over” is at most 1.5 percentage points above the fraction named, “almost” at "
            "most 2 below it.",
        ),
    ),
    (
        both("Hoe zijn mensen beschermd?", "How are people protected?"),
        both(
            "Alleen totalen die vooraf zijn vastgelegd, staan er precies. Andere aantallen zijn afgerond op een "
            "veelvoud van {round_to} en heten “ongeveer” of “ca.”; naast een percentage staat zoveel als dat "
            "percentage van de genoemde basis is. Weggelaten is wat over minder dan {hide_below} mensen gaat of uit "
            "andere cijfers is af te leiden. Een deel van minder dan {percentage_from} mensen staat er in woorden, van "
            "minder dan {share_from} niet. Dat geldt ook voor figures.csv en figures.json.",
            "Only totals that were laid down beforehand are printed exactly. Other counts are rounded to a "
            "multiple of {round_to} and called “about” or “c.”; beside a percentage stands what that percentage of the "
            "printed base is. What concerns fewer than {hide_below} people, or could be worked out from other "
            "figures, is left out. A share of fewer than {percentage_from} people "
            "is told in words, of fewer than {share_from} not at all. The same holds for figures.csv and figures.json.",
        ),
    ),
)
"""Title and text of the paragraphs that every factsheet has, in their order; slots take the rules' numbers and
the `methods` of intervals around shares."""

WORDS: dict[str, Words] = {
    "maker": both("Over deze gegevens", "About these data"),
    "outside": both("Cijfers van anderen", "Figures from others"),
    "without": both("Niet gemaakt", "Not made"),
    "without_text": both(
        "{figures}: van deze periode zijn geen registraties gegeven.",
        "{figures}: no registrations of this period were given.",
    ),
    "versions": both(
        "Codeboek {codebook}; recept {recipe}; regels voor bescherming {rules}; zichtbaar {program}. Registraties, met "
        "SHA-256:",
        "Codebook {codebook}; recipe {recipe}; rules of protection {rules}; zichtbaar {program}. Registrations, with "
        "SHA-256:",
    ),
    "other_years": both(
        ", met registraties uit andere jaren, die niet geteld en niet gecontroleerd zijn",
        ", with registrations of other years, neither counted nor checked",
    ),
}
"""The words around what differs from one factsheet to the next."""
