"""The words of the report: titles of chapters, what stands above tables and plots, and sentences with slots."""

from __future__ import annotations

from zichtbaar.monitor.paper.language import Language, Words, both

WORDS: dict[str, Words] = {
    # The page
    "overline": both("Werkdocument", "Working document"),
    "title": both("Hoeveel mensen staan op geen enkele lijst?", "How many people are on no list?"),
    "warning": both(
        "Werkdocument voor onderzoekers. Niet publiceren: de tabellen tellen kleine groepen, en daarin kan iemand "
        "zichzelf of een ander herkennen.",
        "A working document for researchers. Do not publish it: the tables count small groups, in which people may "
        "recognise themselves or others.",
    ),
    # The answer
    "answer": both("Het antwoord", "The answer"),
    "estimated": both(
        "mensen, naar schatting. Daarvan zijn er {cases} gezien; {dark} staan op geen enkele lijst.",
        "people, by estimate. Of these {cases} were seen; {dark} are on no list.",
    ),
    "panel": both(
        "mensen, afhankelijk van de methode. Daarvan zijn er {cases} gezien.",
        "people, depending on the method. Of these {cases} were seen.",
    ),
    "none": both("Geen schatting", "No estimate"),
    "none_words": both(
        "Er zijn {cases} mensen gezien. Hoeveel er op geen enkele lijst staan, is met deze lijsten niet te zeggen.",
        "{cases} people were seen. How many are on no list cannot be told from these lists.",
    ),
    "none_of_method": both(
        "Er zijn {cases} mensen gezien. Hoeveel er op geen enkele lijst staan, is met deze methode niet te zeggen.",
        "{cases} people were seen. How many are on no list cannot be told by this method.",
    ),
    "interval": both("{level}-interval: {ends}, {kind}.", "{level} interval: {ends}, {kind}."),
    "no_interval": both("Geen interval. {problem}", "No interval. {problem}"),
    "by": both("Methode: {method}. Model: {model}.", "Method: {method}. Model: {model}."),
    "by_average": both("Methode: {method}.", "Method: {method}."),
    "spread": both(
        "{count} methoden met een bruikbaar getal komen op {ends} uit. De hoogste is {ratio} keer de laagste.",
        "{count} methods with a usable number give {ends}. The highest is {ratio} times the lowest.",
    ),
    "spread_alike": both(
        "{count} methoden met een bruikbaar getal komen ongeveer op hetzelfde uit: {about}.",
        "{count} methods with a usable number give about the same: {about}.",
    ),
    "spread_one_model": both(
        "Met twee lijsten is er maar één model: elke methode die daarmee kan rekenen is dan dezelfde formule. Dat zij "
        "hetzelfde zeggen, bewijst niets.",
        "With two lists there is only one model: every method that can work with them is the same formula. That they "
        "say the same proves nothing.",
    ),
    "no_spread": both(
        "Er zijn geen twee methoden met een bruikbaar getal om te vergelijken.",
        "No two methods have a usable number to compare.",
    ),
    "seen": both("Gezien", "Seen"),
    "all_methods": both("Alle methoden samen", "All methods together"),
    "seen_title": both("Gezien en geschat", "Seen and estimated"),
    "seen_subtitle": both(
        "Donker: wie is gezien. Lijnen: het interval, en van de laagste tot de hoogste methode.",
        "Dark: who was seen. Lines: the interval, and from the lowest method to the highest.",
    ),
    # On a screen
    "screen_lists": both(
        "{count} lijsten ({lists}), {cases} mensen gezien.", "{count} lists ({lists}), {cases} people seen."
    ),
    "left_out_methods": both(
        "Overgeslagen, omdat het lang duurt: {methods}. Met --report wordt ook daarmee vergeleken.",
        "Left out, because it takes long: {methods}. With --report these are compared too.",
    ),
    "progress_bootstrap": both("Trekkingen", "Resamples"),
    "progress_methods": both("Methoden", "Methods"),
    # What speaks against it
    "against": both("Wat ertegen spreekt", "What speaks against it"),
    "nothing_against": both(
        "De controles vonden niets. Zij kijken naar overlap, methoden, lijsten en wat bekend is, niet naar de "
        "aannames.",
        "The checks found nothing. They look at overlap, methods, lists and what is known, not at the assumptions.",
    ),
    "thresholds": both(
        "De grenzen zijn keuzes, geen natuurwetten. Zij staan in de documentatie van het programma.",
        "The thresholds are choices, not laws of nature. They stand in the documentation of the program.",
    ),
    # The lists
    "lists": both("De lijsten", "The lists"),
    "lists_lead": both(
        "{cases} mensen staan samen op {count} lijsten. {once} van hen ({share}) staan op maar één lijst.",
        "{cases} people are on {count} lists together. {once} of them ({share}) are on one list only.",
    ),
    "lists_caption": both("Hoeveel mensen op elke lijst staan", "How many people are on each list"),
    "number": both("Nr.", "No."),
    "list": both("Lijst", "List"),
    "people": both("Mensen", "People"),
    "only_here": both("Alleen hier", "Only here"),
    "overlap_title": both("Wie op welke lijsten staat", "Who is on which lists"),
    "overlap_subtitle": both(
        "Elke rij is een groep: de donkere stippen zijn precies hun lijsten, de balk is hun aantal. De kolommen zijn "
        "{columns}.",
        "Each row is a group: the dark dots are exactly their lists, the bar is their number. The columns are "
        "{columns}.",
    ),
    "by_name": both("de lijsten bij hun naam", "the lists by name"),
    "by_number": both("de lijsten bij hun nummer", "the lists by number"),
    "overlap_alt": both(
        "Staafdiagram van de groepen en hun aantallen: {said}.", "Bar chart of the groups and their numbers: {said}."
    ),
    "overlap_most": both(
        "Van {all} groepen staan de {shown} grootste in beeld.", "Of {all} groups the {shown} largest are shown."
    ),
    "pairs_caption": both(
        "Hoeveel mensen twee lijsten delen, en hoeveel dat er zouden zijn als alle lijsten los van elkaar stonden",
        "How many people two lists share, and how many they would if all lists were independent",
    ),
    "pair": both("Lijsten", "Lists"),
    "shared": both("Gedeeld", "Shared"),
    "expected": both("Verwacht", "Expected"),
    "small_cells": both(
        "Groepen van 1 tot 4 mensen: {count}. Een mens meer of minder verandert daar veel.",
        "Groups of 1 to 4 people: {count}. One more or fewer changes much there.",
    ),
    # Methods
    "methods": both("Elke methode", "Each method"),
    "methods_lead": both(
        "Dezelfde lijsten, {count} rekenwijzen. Ligt het ver uit elkaar, dan beslist de keuze van de methode en niet "
        "de lijst.",
        "The same lists, {count} ways to calculate. If they lie far apart, the choice of the method decides and not "
        "the lists.",
    ),
    "methods_cannot": both(
        "Deze lijsten kunnen geen schatting dragen. Gebruik dus ook deze getallen niet.",
        "These lists cannot carry an estimate. So do not use these numbers either.",
    ),
    "methods_title": both("Schatting per methode", "Estimate by method"),
    "methods_subtitle": both(
        "Stip: de schatting. Lijn: het interval van die methode. Streepjeslijn: wie is gezien. Open cirkel: niet "
        "gebruiken.",
        "Dot: the estimate. Line: the interval of that method. Dashed line: who was seen. Open circle: do not use.",
    ),
    "methods_caption": both(
        "Schatting per methode, met het interval gegeven die methode ({level})",
        "Estimate by method, with the interval given that method ({level})",
    ),
    "method": both("Methode", "Method"),
    "estimate": both("Schatting", "Estimate"),
    "interval_column": both("Interval", "Interval"),
    "remark": both("Opmerking", "Remark"),
    "do_not_use": both("niet gebruiken", "do not use"),
    "no_number": both("geen getal", "no number"),
    "lower_bound": both(
        "Ondergrens van Chao: {bound} ({ends}). Hoe verschillend mensen ook te vinden zijn: het zijn er naar schatting "
        "minstens zo veel, zolang lijsten elkaar niet mijden.",
        "Chao’s lower bound: {bound} ({ends}). However much people differ in how easily they are found: by estimate "
        "there are at least so many, as long as lists do not avoid each other.",
    ),
    "how_methods": both("Hoe zij werken", "How they work"),
    # The chosen model
    "chosen": both("Het gekozen model", "The chosen model"),
    "chosen_lead": both(
        "De methode “{method}” koos het model {model}: {meaning}.",
        "The method “{method}” chose the model {model}: {meaning}.",
    ),
    "independent": both("alle lijsten staan los van elkaar", "all lists are independent"),
    "dependence": both("samenhang tussen {pairs}", "dependence between {pairs}"),
    "notation": both(
        "In de notatie is 12 de samenhang van lijst 1 en 2; een cijfer alleen is een lijst zonder samenhang.",
        "In the notation 12 is the dependence of lists 1 and 2; a digit alone is a list without dependence.",
    ),
    "fit": both(
        "Verschil tussen model en lijsten (deviance): {deviance} bij {freedom} vrijheidsgraden, p {p}. p onder 0,05 "
        "is een matige waarschuwing; zijn veel groepen heel klein, dan zegt zij weinig.",
        "Difference between model and lists (deviance): {deviance} on {freedom} degrees of freedom, p {p}. p below "
        "0.05 is a moderate warning; where many groups are very small it says little.",
    ),
    "fit_exact": both(
        "Het model heeft evenveel getallen als er groepen zijn: het past altijd, en kan dus niet blijken fout te zijn.",
        "The model has as many numbers as there are groups: it always fits, so it cannot be seen to be wrong.",
    ),
    "notation_of_many": both(
        "In de notatie is 12 de samenhang van lijst 1 en 2. Na lijst 9 komen de letters: a is de tiende lijst, b de "
        "elfde en c de twaalfde. Een cijfer of letter alleen is een lijst zonder samenhang.",
        "In the notation 12 is the dependence of lists 1 and 2. After list 9 come letters: a is the tenth list, b the "
        "eleventh and c the twelfth. A digit or letter alone is a list without dependence.",
    ),
    "no_model": both(
        "Deze methode kiest geen model: zij neemt een gemiddelde over vele.",
        "This method chooses no model: it averages over many.",
    ),
    "no_resamples": both(
        "Er zijn geen trekkingen gedaan. Het interval doet alsof het model vaststond.",
        "No resamples were drawn. The interval takes the model for granted.",
    ),
    "resamples_lead": both(
        "{count} keer zijn uit de eigen mensen nieuwe tabellen getrokken en is het model opnieuw gekozen. Bij "
        "{without} daarvan ({share}) was er geen schatting; die staan in geen enkel interval.",
        "{count} times new tables were drawn from the same people and the model was chosen anew. In {without} of these "
        "({share}) there was no estimate; they are in no interval.",
    ),
    "histogram_title": both("De schattingen van de trekkingen", "The estimates of the resamples"),
    "histogram_subtitle": both(
        "Donker: binnen het {level}-interval. Lange lijn: de schatting zelf. De hoogste halve procent valt buiten "
        "beeld.",
        "Dark: within the {level} interval. Long line: the estimate itself. The highest half per cent is not shown.",
    ),
    "histogram_no_interval": both(
        "Lange lijn: de schatting zelf. Een interval is er niet. De hoogste halve procent valt buiten beeld.",
        "Long line: the estimate itself. There is no interval. The highest half per cent is not shown.",
    ),
    "histogram_alt": both(
        "Histogram van {count} schattingen: de helft ligt tussen {middle}; het interval is {ends}; de schatting is "
        "{estimate}.",
        "Histogram of {count} estimates: half of them lie between {middle}; the interval is {ends}; the estimate is "
        "{estimate}.",
    ),
    "models_caption": both("Hoe vaak elk model werd gekozen", "How often each model was chosen"),
    "model": both("Model", "Model"),
    "times": both("Aantal keer", "Times"),
    "share": both("Deel", "Share"),
    "other_models": both("{count} andere modellen", "{count} other models"),
    "without": both("zonder schatting", "without an estimate"),
    # Models that are nearly as good
    "near": both("Modellen die bijna even goed passen", "Models that fit nearly as well"),
    "near_all": both(
        "Van {searched} modellen met samenhang van hoogstens {order} lijsten hebben er {refused} geen schatting.",
        "Of {searched} models with dependence of at most {order} lists {refused} have no estimate.",
    ),
    "near_downhill": both(
        "Er zijn te veel modellen met samenhang van hoogstens {order} lijsten om ze alle te proberen. Het zoeken begon "
        "bij onafhankelijke lijsten en ging telkens naar de beste buur; van {searched} modellen hebben er {refused} "
        "geen schatting. Elders kan een beter model liggen.",
        "There are too many models with dependence of at most {order} lists to try them all. The search began with "
        "independent lists and went on to the best neighbour; of {searched} models {refused} have no estimate. A "
        "better model may lie elsewhere.",
    ),
    "near_one": both(
        "Er is hier maar één model: dat van onafhankelijke lijsten. Er valt niets te vergelijken.",
        "There is only one model here: that of independent lists. There is nothing to compare.",
    ),
    "near_bic": both(
        "BIC meet hoe goed een model past, met een boete voor elke samenhang. Een verschil tot 2 is bijna niets, tot 6 "
        "matig, tot 10 sterk.",
        "BIC measures how well a model fits, with a penalty for each dependence. A difference up to 2 is next to "
        "nothing, up to 6 moderate, up to 10 strong.",
    ),
    "no_search": both("Geen van de modellen heeft een schatting.", "None of the models has an estimate."),
    "near_title": both("Verschil met het beste model, en de schatting", "Distance to the best model, and the estimate"),
    "near_subtitle": both(
        "Elke stip is een model. Hoe hoger, hoe beter het past; links staat het verschil in BIC, onder de schatting.",
        "Each dot is a model. The higher, the better it fits; at the left stands the difference in BIC, below the "
        "estimate.",
    ),
    "near_alt": both("Puntenwolk van modellen. {said}.", "Scatter plot of models. {said}."),
    "within": both("Binnen {difference}: {count} modellen, van {ends}", "Within {difference}: {count} models, {ends}"),
    "within_caption": both("Spreiding over modellen", "Spread over models"),
    "difference": both("Verschil in BIC", "Difference in BIC"),
    "up_to": both("tot {difference}", "up to {difference}"),
    "models": both("Modellen", "Models"),
    "lowest": both("Laagste", "Lowest"),
    "highest": both("Hoogste", "Highest"),
    "best_caption": both("De beste modellen", "The best models"),
    "weight": both("Gewicht", "Weight"),
    # Other lists
    "other_lists": both("Met andere lijsten", "With other lists"),
    "other_lists_lead": both(
        "Zou de uitkomst dezelfde zijn zonder één van de lijsten, of als twee lijsten één waren? Het model is telkens "
        "stap voor stap opnieuw gekozen.",
        "Would the outcome be the same without one of the lists, or if two lists were one? The model was chosen anew "
        "each time, step by step.",
    ),
    "two_lists": both("Met twee lijsten kan dit niet.", "With two lists this cannot be done."),
    "left_out_title": both("Eén lijst weggelaten", "One list left out"),
    "merged_title": both("Twee lijsten samengevoegd", "Two lists taken as one"),
    "variants_subtitle": both(
        "Stip: de schatting. Lijn: interval gegeven het model. Streepjeslijn: de schatting met alle lijsten.",
        "Dot: the estimate. Line: interval given the model. Dashed line: the estimate with all lists.",
    ),
    "left_out": both("zonder {name}", "without {name}"),
    "list_number": both("lijst {place}", "list {place}"),
    "dots_alt": both("Puntendiagram: {said}.", "Dot plot: {said}."),
    # What is known
    "known": both("Terugvinden wat bekend is", "Finding what is known"),
    "known_lead": both(
        "Van de mensen op één lijst is bekend hoeveel er op geen andere staan. Doe alsof dat niet bekend is, en laat "
        "de andere lijsten het schatten. Een methode die dit niet terugvindt, vindt ook de onbekenden niet zeker.",
        "Of the people on one list it is known how many are on no other. Pretend that it is not, and let the other "
        "lists estimate it. A method that does not find these cannot be trusted to find the unknown ones.",
    ),
    "known_title": both("Bekend tegenover geschat", "Known against estimated"),
    "known_subtitle": both(
        "Streepje: bekend. Stip en lijn: geschat, met interval. In oranje: niet gevonden, of niet te controleren.",
        "Upright bar: known. Dot and line: estimated, with its interval. In orange: not found, or not to be checked.",
    ),
    "known_caption": both("De controle per lijst", "The check of each list"),
    "known_column": both("Bekend", "Known"),
    "estimated_column": both("Geschat", "Estimated"),
    "found": both("Gevonden?", "Found?"),
    "yes": both("ja", "yes"),
    "no": both("nee", "no"),
    "not_checked": both("niet te controleren", "cannot be checked"),
    "known_source": both(
        "Naar O. Binette en R. C. Steorts, Journal of the Royal Statistical Society A 185 (2022) 640-676.",
        "After O. Binette and R. C. Steorts, Journal of the Royal Statistical Society A 185 (2022) 640-676.",
    ),
    # What cannot be tested
    "untestable": both("Wat niemand kan toetsen", "What nobody can test"),
    "untestable_lead": both(
        "Elk model neemt aan dat er geen samenhang van alle lijsten tegelijk is. Geen gegevens kunnen dat weerleggen. "
        "Dit is wat er met de schatting zou gebeuren als die samenhang er wel was.",
        "Every model assumes that there is no dependence of all lists at once. No data can refute that. This is what "
        "would happen to the estimate if there were.",
    ),
    "no_curve": both(
        "Deze methode heeft geen ene model waarvoor dit te berekenen is.",
        "This method has no single model to work this out for.",
    ),
    "no_curve_no_estimate": both(
        "Zonder schatting is hier niets te berekenen.", "Without an estimate there is nothing to work out here."
    ),
    "curve_title": both("De schatting, als de aanname niet klopt", "The estimate, if the assumption is wrong"),
    "curve_subtitle": both(
        "Onder: hoe sterk de samenhang van alle lijsten zou zijn, als verhouding; 1 is geen. Stip: de schatting. "
        "Streepjeslijn: wie is gezien.",
        "Below: how strong the dependence of all lists would be, as a ratio; 1 is none. Dot: the estimate. Dashed "
        "line: who was seen.",
    ),
    "curve_alt": both("Lijndiagram: {said}.", "Line chart: {said}."),
    "curve_point": both("bij {ratio} {population}", "at {ratio} {population}"),
    "curve_caption": both("Enkele punten van de lijn", "Some points of the line"),
    "ratio": both("Verhouding", "Ratio"),
    # Assumptions, criticism, making
    "assumptions": both("Wat is aangenomen", "What is assumed"),
    "criticism": both("Gepubliceerde kritiek", "Published criticism"),
    "criticism_lead": both(
        "Over deze manier van schatten bij slachtoffers van uitbuiting bestaat echte onenigheid. Wie dit getal "
        "gebruikt, hoort die te kennen.",
        "There is real disagreement about this way of estimating victims of exploitation. Whoever uses this number "
        "should know it.",
    ),
    "making": both("Hoe dit is gemaakt", "How this was made"),
    "making_caption": both(
        "Hetzelfde bestand, dezelfde opdracht en dezelfde versies geven hetzelfde verslag",
        "The same file, the same command and the same versions give the same report",
    ),
    "what": both("Wat", "What"),
    "value": both("Waarde", "Value"),
    "call": both("Opdracht", "Command"),
    "file": both("Bestand", "File"),
    "seed": both("Startgetal van het toeval (seed)", "Seed of chance"),
    "resamples": both("Trekkingen", "Resamples"),
    "level": both("Niveau van het interval", "Level of the interval"),
    "p_threshold": both("Grens bij stap voor stap (p)", "Threshold of step by step (p)"),
    "max_order": both("Hoogste samenhang in een zoektocht", "Highest dependence in a search"),
    "version": both("Versie van {name}", "Version of {name}"),
    "verdict": both("Oordeel", "Verdict"),
}


def say(key: str, language: Language, **slots: object) -> str:
    """Words in a language, with their slots filled."""
    text = WORDS[key][language]
    return text.format(**slots) if slots else text
