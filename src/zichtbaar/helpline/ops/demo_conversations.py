"""What is said in the demo's invented conversations. Short and harmless: nobody said any of it."""

from __future__ import annotations

DIALOGUES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "nl",
        (
            "Hoi, is hier iemand?",
            "Hoi, fijn dat je er bent. Ik ben Kim. Je hoeft niet te zeggen wie je bent.",
            "Oké. Ik weet niet goed waar ik moet beginnen.",
            "Dat geeft niet. Begin waar je wilt, ik heb de tijd.",
            "Dank je. Dit gesprek is verzonnen, voor de demo.",
        ),
    ),
    (
        "en",
        (
            "Hello, I have a question about a friend.",
            "Hello, thank you for writing. What would you like to ask?",
            "She says that she cannot stop. I want to help her.",
            "It is good that you look out for her. Shall we think about it together?",
            "Yes please. This conversation is invented, for the demo.",
        ),
    ),
    (
        "nl",
        (
            "Kan ik later terugkomen?",
            "Ja, dat kan altijd. We zijn er elke dag van twee uur 's middags tot tien uur 's avonds.",
            "Fijn, dan schrijf ik morgen. Dit is verzonnen, voor de demo.",
        ),
    ),
    (
        "nl",
        (
            "Ik wil alleen even praten.",
            "Dat is een goede reden om te schrijven. Hoe gaat het nu met je?",
            "Het gaat. Dit bericht is verzonnen, voor de demo.",
            "Ik lees mee zolang je wilt.",
        ),
    ),
)
"""Languages and lines; the visitor says the first line, and then they take turns."""
