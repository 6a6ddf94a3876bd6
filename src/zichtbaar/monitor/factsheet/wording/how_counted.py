"""How a figure was counted, in words: who, out of whom, and what stands behind the words."""

from __future__ import annotations

from zichtbaar.codebook.conditions_in_words import in_codes, in_words, part_in_codes, part_in_words
from zichtbaar.codebook.schema import ALWAYS, Codebook, Condition, Population
from zichtbaar.monitor.factsheet.wording.bases import source
from zichtbaar.monitor.factsheet.wording.labels import plan_label
from zichtbaar.monitor.factsheet.wording.months import period as months
from zichtbaar.monitor.figures.figure import Benchmark
from zichtbaar.monitor.figures.plans import (
    CombinationPlan,
    ComparisonPlan,
    CountedPlan,
    RankingPlan,
    SeriesPlan,
    SharePlan,
)
from zichtbaar.monitor.figures.rankings import marking
from zichtbaar.monitor.figures.recipe import Recipe
from zichtbaar.monitor.paper.language import Language, both

_COUNTED = both("Geteld: {counted}. Van wie: {base}.", "Counted: {counted}. Out of: {base}.")
_WHO = both("{noun}, {period}", "{noun}, {period}")
_WHERE = both("{who}, met {condition}", "{who}, with {condition}")
_ANSWERED = both("{who}, met een antwoord op “{question}”", "{who}, with an answer to “{question}”")
_EACH = both(
    "{who}, elk antwoord op “{question}” apart (één persoon kan er meer hebben)",
    "{who}, each answer to “{question}” by itself (one person may have several)",
)
_COMBINED = both(
    "{who}, met {condition}: wie alleen dit antwoord heeft, wie er nog een heeft, en samen",
    "{who}, with {condition}: who has only this answer, who has another as well, and both together",
)
_MONTHLY = both("{who}, elke maand apart", "{who}, each month by itself")
_KNOWN = both("{who}, en {condition}", "{who}, and {condition}")
_OF_ALL = both("{who} (van alle {all})", "{who} (of all {all})")
_COMPARED_BY = both(
    "“{figure}” gedeeld door “{other}”, elk eerst gedeeld door {what}.",
    "“{figure}” divided by “{other}”, each divided by {what} before.",
)
_ALL = both("alle registraties", "all registrations")
_WITHIN = both("{outer}, met {condition}", "{outer}, with {condition}")
_COMPARED = both("“{figure}” gedeeld door “{other}”.", "“{figure}” divided by “{other}”.")
_OUTSIDE = both("Niet hier geteld. Bron: {source}.", "Not counted here. Source: {source}.")
_DIVIDED = both(
    "{numerator} Gedeeld door: {noun}. Bron: {source}.",
    "{numerator} Divided by: {noun}. Source: {source}.",
)


def group_in_words(population: Population, own: Condition, book: Codebook, language: Language) -> str:
    """Who belongs to a population: those of the one around it who fulfil its own condition."""
    outer = book.population[population.within].many[language] if population.within else _ALL[language]
    return _WITHIN[language].format(outer=outer, condition=in_words(own, book, language))


def counted_in_words(plan: CountedPlan, base: Population, book: Codebook, language: Language) -> str:
    """Who is counted, and out of whom."""
    when = months(plan.period.months, language)
    own = _WHO[language].format(noun=plan.population.many[language], period=when)
    return _COUNTED[language].format(
        counted=_narrowed(plan, own, book, language),
        base=_base(plan, _WHO[language].format(noun=base.many[language], period=when), own, book, language),
    )


def counted_in_codes(plan: CountedPlan, base: Population, month: str) -> str:
    """The same as codes: first the months, for both; a population's name stands for its filter, "/" before the base."""
    when = f"{month} = {plan.period.first}..{plan.period.last}"
    who = plan.population if isinstance(plan, SharePlan) else base
    own = [plan.population.name, *_own_codes(plan)]
    everybody = [who.name, *_answered_codes(plan)]
    return f"{when}: {' & '.join(own)} / {' & '.join(everybody)}"


def compared_in_words(plan: ComparisonPlan, recipe: Recipe, language: Language) -> str:
    """Which two counts are set beside each other, and what each was divided by before."""
    figure, other = (plan_label(recipe.figure(name), recipe, language) for name in (plan.figure, plan.other))
    if plan.exposure is None:
        return _COMPARED[language].format(figure=figure, other=other)
    return _COMPARED_BY[language].format(figure=figure, other=other, what=plan.exposure.what[language])


def outside_in_words(mark: Benchmark, language: Language) -> str:
    """Who published a figure; its address stands in the method note."""
    return _OUTSIDE[language].format(source=source(mark, language))


def divided_in_words(numerator: str, estimate: Benchmark, language: Language) -> str:
    """A coverage: what stands above the line, and what it is a part of."""
    return _DIVIDED[language].format(
        numerator=numerator,
        noun=estimate.noun[language],
        source=source(estimate, language),
    )


def _narrowed(plan: CountedPlan, own: str, book: Codebook, language: Language) -> str:
    """Those of a population who are counted."""
    match plan:
        case RankingPlan(of=variable):
            return _EACH[language].format(who=own, question=variable.question[language])
        case CombinationPlan(of=variable, option=option):
            condition = in_words(marking(variable, option), book, language)
            return _COMBINED[language].format(who=own, condition=condition)
        case SeriesPlan():
            own = _MONTHLY[language].format(who=own)
    if plan.where == ALWAYS:
        return own
    return _WHERE[language].format(who=own, condition=part_in_words(plan.where, book, language))


def _base(plan: CountedPlan, everybody: str, own: str, book: Codebook, language: Language) -> str:
    """Those whom the count is a part of: who answered, where a question had to be answered."""
    if isinstance(plan, SeriesPlan) or plan.of is None:
        return everybody
    if not isinstance(plan, SharePlan):
        return _ANSWERED[language].format(who=everybody, question=plan.of.question[language])
    answered = _ANSWERED[language].format(who=own, question=plan.of.question[language])
    if plan.known != ALWAYS:
        answered = _KNOWN[language].format(who=answered, condition=part_in_words(plan.known, book, language))
    return answered if plan.eligible is None else _OF_ALL[language].format(who=answered, all=everybody)


def _own_codes(plan: CountedPlan) -> list[str]:
    match plan:
        case RankingPlan(of=variable):
            return [f"{variable.name}__… = 1"]
        case CombinationPlan(of=variable, option=option):
            return [in_codes(marking(variable, option)), *_answered_codes(plan)]
    return [*([part_in_codes(plan.where)] if plan.where != ALWAYS else []), *_answered_codes(plan)]


def _answered_codes(plan: CountedPlan) -> list[str]:
    if isinstance(plan, SeriesPlan) or plan.of is None:
        return []
    known = [part_in_codes(plan.known)] if isinstance(plan, SharePlan) and plan.known != ALWAYS else []
    return [f"{plan.of.name} = *", *known]
