"""What the page of a table says, in both languages."""

from __future__ import annotations

from zichtbaar.monitor.paper.language import Words, both

WORDS: dict[str, Words] = {
    "overline": both("Tabel", "Table"),
    "by": both("{one} naar {other}", "{one} by {other}"),
    "all": both("totaal", "total"),
    "of_layer": both("{caption}. {question}: {category}", "{caption}. {question}: {category}"),
    "caption": both(
        "{noun}, {period}. In de kolommen: {columns}",
        "{noun}, {period}. In the columns: {columns}",
    ),
    "table": both("De tabel", "The table"),
    "reading": both("Hoe te lezen", "How to read it"),
    "counting": both("Hoe er is geteld", "How it was counted"),
    "suppressed": both(
        "Kleine aantallen zijn weggelaten en andere afgerond: een tabel mag niet naar een paar mensen wijzen. Daardoor "
        "telt zij niet precies op.",
        "Small numbers are left out and others rounded: a table must not point at a few people. So it does not add up "
        "exactly.",
    ),
    "rounded": both(
        "Alle aantallen zijn afgerond op een veelvoud van {base}, omhoog of omlaag, zo dat de tabel optelt. Een 0 "
        "betekent niet dat er niemand is.",
        "All numbers are rounded to a multiple of {base}, up or down, so that the table adds up. A 0 does not mean "
        "that there is nobody.",
    ),
    "about_total": both("{persons} {noun}, {period}.", "{persons} {noun}, {period}."),
    "total_left_out": both(
        "{noun}, {period}. Hoeveel dat er zijn, is weggelaten.",
        "{noun}, {period}. How many there are is left out.",
    ),
    "file": both("Dezelfde getallen staan in {file}.", "The same numbers are in {file}."),
}
"""Headings and sentences; slots take what they name."""

SUPPRESSED: tuple[tuple[Words, Words], ...] = (
    (
        both("weggelaten", "left out"),
        both(
            "Minder dan {hide_below} mensen, ook niemand; of meer, waar een kleiner aantal anders uit de rest is af te "
            "leiden.",
            "Fewer than {hide_below} people, or nobody; or more, where a smaller number would follow from the others.",
        ),
    ),
    (
        both("ca.", "c."),
        both(
            "Afgerond op het dichtstbijzijnde veelvoud van {round_to}.",
            "Rounded to the nearest multiple of {round_to}.",
        ),
    ),
    (
        both("zonder teken", "without a sign"),
        both("Precies. Alleen het totaal kan dat zijn.", "Exact. Only the total can be."),
    ),
)
"""The signs of a table in which small numbers are hidden; slots take the numbers of the rules."""

ROUNDED: tuple[tuple[Words, Words], ...] = (
    (
        both("Een 0", "A 0"),
        both("is 0 tot en met {reach} mensen.", "is 0 to {reach} people."),
    ),
    (
        both("Elk ander getal", "Every other number"),
        both(
            "is tot {reach} meer of minder: {base} is {least} tot en met {most} mensen.",
            "is up to {reach} more or fewer: {base} is {least} to {most} people.",
        ),
    ),
    (
        both("Waarom niet het dichtstbijzijnde", "Why not the nearest"),
        both(
            "Of een aantal omhoog of omlaag gaat, is als geloot: hoe dichter erbij, hoe vaker. Wie wist dat het "
            "dichtstbijzijnde was genomen, kon van kleine aantallen te veel weten. Wie dezelfde registraties heeft, "
            "krijgt dezelfde tabel.",
            "Whether a number goes up or down is as if drawn: the nearer, the more often. Whoever knew that the "
            "nearest was taken could know too much of small numbers. From the same registrations comes the same table.",
        ),
    ),
)
"""What the numbers of a rounded table mean; slots take what is counted off from the base."""

FURTHER: tuple[Words, Words] = (
    both("Verder afgerond", "Rounded further"),
    both(
        "Van deze vragen bestaat geen tabel die optelt en waarin elk aantal naar een veelvoud ernaast gaat. Daarom "
        "is {further} keer een veelvoud verder afgerond; welk aantal, staat er niet bij.",
        "Of these questions there is no table that adds up and in which every number goes to a multiple next to it. So "
        "{further} times one went a multiple further; which number is not said.",
    ),
)

NOT_KNOWN: tuple[Words, Words] = (
    both("niet bekend", "not known"),
    both(
        "Niet besproken, onbekend, liever niet gezegd, niet te coderen of gewist. Het is nooit als “nee” geteld.",
        "Not discussed, unknown, preferred not to say, cannot be coded, or erased. It never counts as “no”.",
    ),
)

PARTS: dict[str, Words] = {
    "who": both("Wie", "Who"),
    "period": both("Maand van het eerste gesprek", "Month of the first chat"),
    "unit": both("Eenheid", "Unit"),
    "unit_text": both(
        "Een persoon: wie vaker chat, telt één keer. Een registratie is het oordeel van een hulpverlener over wat een "
        "bezoeker vertelde; het is niet onderzocht en niet bewezen.",
        "A person: whoever chats more often counts once. A registration is a counsellor's judgement of what a visitor "
        "told; it has not been investigated or proven.",
    ),
    "codebook": both("Codeboek", "Codebook"),
    "rules": both("Regels voor bescherming", "Rules of protection"),
    "coding": both("Hoe ver twee codeurs het eens zijn over {side}", "How far two coders agree on {side}"),
    "base": both("Afgerond op", "Rounded to"),
    "program": both("Programma", "Program"),
    "records": both("Registraties, met SHA-256", "Registrations, with SHA-256"),
    "categories": both("De groepen, in codes", "The groups, in codes"),
    "question": both("Vraag", "Question"),
    "group": both("Groep", "Group"),
    "codes": both("Geteld is", "Counted is"),
}
"""What is said of how a table was counted."""
