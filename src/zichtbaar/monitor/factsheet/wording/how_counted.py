"""How a figure was counted, in words: who, out of whom, and what stands behind the words."""

from __future__ import annotations

from zichtbaar.codebook.conditions_in_words import in_codes, in_words
from zichtbaar.codebook.schema import ALWAYS, Codebook, Condition, Population, Variable
from zichtbaar.monitor.factsheet.wording.bases import source
from zichtbaar.monitor.factsheet.wording.labels import plan_label
from zichtbaar.monitor.factsheet.wording.months import period as months
from zichtbaar.monitor.figures.figure import Benchmark
from zichtbaar.monitor.figures.plans import ComparisonPlan, CountPlan, RankingPlan, SharePlan
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
_ALL = both("alle registraties", "all registrations")
_WITHIN = both("{outer}, met {condition}", "{outer}, with {condition}")
_COMPARED = both("“{figure}” gedeeld door “{other}”.", "“{figure}” divided by “{other}”.")
_OUTSIDE = both("Niet hier geteld. Bron: {source} ({address}).", "Not counted here. Source: {source} ({address}).")
_DIVIDED = both(
    "{numerator} Gedeeld door: {noun}. Bron: {source} ({address}).",
    "{numerator} Divided by: {noun}. Source: {source} ({address}).",
)

Counted = CountPlan | SharePlan | RankingPlan


def group_in_words(population: Population, own: Condition, book: Codebook, language: Language) -> str:
    """Who belongs to a population: those of the one around it who fulfil its own condition."""
    outer = book.population[population.within].many[language] if population.within else _ALL[language]
    return _WITHIN[language].format(outer=outer, condition=in_words(own, book, language))


def counted_in_words(plan: Counted, base: Population, book: Codebook, language: Language) -> str:
    """Who is counted, and out of whom."""
    when = months(plan.period.months, language)
    own, everybody = (
        _WHO[language].format(noun=group.many[language], period=when) for group in (plan.population, base)
    )
    if isinstance(plan, RankingPlan):
        own = _EACH[language].format(who=own, question=plan.of.question[language])
    elif plan.where != ALWAYS:
        own = _WHERE[language].format(who=own, condition=in_words(plan.where, book, language))
    if plan.of is not None:
        everybody = _ANSWERED[language].format(who=everybody, question=plan.of.question[language])
    return _COUNTED[language].format(counted=own, base=everybody)


def counted_in_codes(plan: Counted, base: Population, month: str) -> str:
    """The same as codes: the name of a population stands for its filter; "/" stands before the base."""
    when = f"{month} = {plan.period.first}..{plan.period.last}"
    own = [plan.population.name, *_own_codes(plan), when]
    everybody = [base.name, *_answered_codes(plan.of), when]
    return f"{' & '.join(own)} / {' & '.join(everybody)}"


def compared_in_words(plan: ComparisonPlan, recipe: Recipe, language: Language) -> str:
    """Which two counts are set beside each other."""
    sides = (plan_label(recipe.figure(name), recipe, language) for name in (plan.figure, plan.other))
    return _COMPARED[language].format(**dict(zip(("figure", "other"), sides, strict=True)))


def outside_in_words(mark: Benchmark, language: Language) -> str:
    """Who published a figure, and where."""
    return _OUTSIDE[language].format(source=source(mark, language), address=mark.address)


def divided_in_words(numerator: str, estimate: Benchmark, language: Language) -> str:
    """A coverage: what stands above the line, and what it is a part of."""
    return _DIVIDED[language].format(
        numerator=numerator,
        noun=estimate.noun[language],
        source=source(estimate, language),
        address=estimate.address,
    )


def _own_codes(plan: Counted) -> list[str]:
    if isinstance(plan, RankingPlan):
        return [f"{plan.of.name}__… = 1"]
    return [*([in_codes(plan.where)] if plan.where != ALWAYS else []), *_answered_codes(plan.of)]


def _answered_codes(variable: Variable | None) -> list[str]:
    return [] if variable is None else [f"{variable.name} = *"]
