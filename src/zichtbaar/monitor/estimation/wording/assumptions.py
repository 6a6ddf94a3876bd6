"""What is assumed and cannot be checked with the lists; and what was published against this way of estimating."""

from __future__ import annotations

from zichtbaar.monitor.paper.language import Words, both

ASSUMPTIONS: tuple[tuple[Words, Words], ...] = (
    (
        both("Dezelfde mensen.", "The same people."),
        both(
            "In de periode van de lijsten komt er niemand bij en gaat er niemand weg (een gesloten populatie). Over "
            "een heel jaar is dat nooit helemaal waar.",
            "During the period of the lists nobody joins and nobody leaves (a closed population). Over a whole year "
            "that is never quite true.",
        ),
    ),
    (
        both("Foutloos gekoppeld.", "Linked without error."),
        both(
            "Wie op twee lijsten staat, is als één mens herkend, en niemand is met een ander verwisseld. Gemiste "
            "koppelingen maken de schatting te hoog, onterechte te laag.",
            "Who is on two lists was recognised as one person, and nobody was taken for another. Missed links make the "
            "estimate too high, false ones too low.",
        ),
    ),
    (
        both("Dezelfde definitie.", "The same definition."),
        both(
            "Alle lijsten bedoelen hetzelfde met een slachtoffer. Wie volgens één lijst nooit een slachtoffer kan "
            "zijn, kan daar ook niet gezien worden.",
            "All lists mean the same by a victim. Who could never be a victim by the definition of one list cannot be "
            "seen there.",
        ),
    ),
    (
        both("Iedereen kan gezien worden.", "Everybody can be seen."),
        both(
            "Wie voor elke lijst onbereikbaar is, zit in geen enkele schatting.",
            "Who is out of reach of every list is in no estimate.",
        ),
    ),
    (
        both("Geen samenhang van alle lijsten tegelijk.", "No dependence of all lists at once."),
        both(
            "Samenhang van minder lijsten is in de overlap te zien. Die van alle lijsten samen niet: daarvoor "
            "zou je moeten weten wie op geen lijst staat. Elk model neemt aan dat zij er niet is.",
            "Dependence of fewer lists shows in the overlap. That of all lists together does not: for that one "
            "would have to know who is on no list. Every model assumes that there is none.",
        ),
    ),
)

CRITICISM: tuple[tuple[Words, Words], ...] = (
    (
        both(
            "Whitehead, Jackson, Balch en Francis (2021).",
            "Whitehead, Jackson, Balch and Francis (2021).",
        ),
        both(
            "De Britse schatting zette de meeste samenhang op nul en liet alleen toe wat opviel. Hun simulaties: ook "
            "als dat mag, is het interval daarna te smal; als het niet mag, klopt de schatting niet. Zij vinden de "
            "methode voor dit doel ongeschikt. Hier wordt het model in elke trekking opnieuw gekozen. Dat verhelpt "
            "het eerste, niet het tweede. (On the unreliability of multiple systems estimation for estimating the "
            "number of potential victims of modern slavery in the UK, Journal of Human Trafficking 7, 1-13.)",
            "The British estimate set most dependence to none and admitted only what stood out. Their simulations: "
            "even where that is right, the interval is then too narrow; where it is not, the estimate is unsound. "
            "They find the method unsuitable for this purpose. Here the model is chosen anew in every resample. That "
            "mends the first, not the second. (On the unreliability of multiple systems estimation for estimating the "
            "number of potential victims of modern slavery in the UK, Journal of Human Trafficking 7, 1-13.)",
        ),
    ),
    (
        both("Binette en Steorts (2022).", "Binette and Steorts (2022)."),
        both(
            "Laat de methode eerst terugvinden wat al bekend is, zo stellen zij voor. Met gepubliceerde lijsten lukte "
            "dat lang niet altijd, en methoden verschilden meer dan hun intervallen toelaten. Zij verwerpen de methode "
            "niet, maar vragen om zulke controles. Deze staat in dit verslag. (On the reliability of "
            "multiple systems estimation for the quantification of modern slavery, Journal of the Royal Statistical "
            "Society A 185, 640-676.)",
            "Let the method first find what is known already, they propose. With published lists it far from always "
            "did, and methods differed by more than their intervals allow. They do not reject the method but ask for "
            "such checks. This one stands in this report. (On the reliability of multiple systems estimation for the "
            "quantification of modern slavery, Journal of the Royal Statistical Society A 185, 640-676.)",
        ),
    ),
    (
        both("Silverman (2020).", "Silverman (2020)."),
        both(
            "De maker van de Britse schatting liet zien dat een klein deel van de modellen ongeveer op het dubbele "
            "uitkomt, en dat andere manieren van kiezen daar terecht kunnen komen. Een Bayesiaanse methode gaf in zijn "
            "voorbeelden stabiele uitkomsten. (Multiple-systems analysis for the quantification of "
            "modern slavery: classical and Bayesian approaches, Journal of the Royal Statistical Society A 183, "
            "691-736.)",
            "The author of the British estimate showed that a small part of the models give about twice as many, and "
            "that other ways of choosing may end there. A Bayesian method gave stable outcomes in his examples. "
            "(Multiple-systems analysis for the quantification of modern slavery: classical and Bayesian "
            "approaches, Journal of the Royal Statistical Society A 183, 691-736.)",
        ),
    ),
    (
        both(
            "Sharifi Far, King, Bird, Overstall, Worthington en Jewell (2021).",
            "Sharifi Far, King, Bird, Overstall, Worthington and Jewell (2021).",
        ),
        both(
            "Wat gebeurt er als lijsten elkaar bijna niet raken? Zij lieten lijsten weg en voegden lijsten samen, met "
            "simulaties en met Britse en Roemeense gegevens, om te zien hoeveel één lijst uitmaakt. Dit verslag doet "
            "hetzelfde met deze lijsten. (Multiple systems estimation for modern slavery: robustness of list omission "
            "and combination, Crime & Delinquency 67, doi 10.1177/0011128720951429.)",
            "What happens when lists hardly meet? They left lists out and took lists together, in simulations and "
            "with British and Romanian data, to see how much one list matters. This report does the same with these "
            "lists. (Multiple systems estimation for modern slavery: robustness of list omission and combination, "
            "Crime & Delinquency 67, doi 10.1177/0011128720951429.)",
        ),
    ),
)
