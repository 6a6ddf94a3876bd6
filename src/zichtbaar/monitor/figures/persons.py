"""Whom a figure counts, and out of whom: three sets of persons, each within the one before."""

from __future__ import annotations

from dataclasses import dataclass

from zichtbaar.codebook.schema import ALWAYS, Answered, Codebook, Condition, Population
from zichtbaar.monitor.counting.conditions import eligible_for, together
from zichtbaar.monitor.figures.periods import within
from zichtbaar.monitor.figures.plans import CountPlan, RankingPlan, SharePlan


@dataclass(frozen=True, slots=True)
class Persons:
    """Those whom the question was for, those of them who answered, and those of them who are counted.

    `base` is the population that the first two belong to and take their noun from.
    """

    base: Population
    eligible: Condition
    answered: Condition
    counted: Condition


def persons_of(plan: CountPlan | SharePlan | RankingPlan, book: Codebook) -> Persons:
    """The persons of a plan. A count has the population around it as its base, the others their own."""
    base = base_of(plan, book)
    everybody = together(base.where, within(plan.period, book))
    own = together(plan.population.where, within(plan.period, book))
    where = ALWAYS if isinstance(plan, RankingPlan) else plan.where
    if plan.of is None:
        return Persons(base, everybody, everybody, together(own, where))
    answered = Answered(plan.of.name, plan.of.columns)
    return Persons(
        base,
        together(everybody, eligible_for(plan.of)),
        together(everybody, answered),
        together(own, answered, where),
    )


def base_of(plan: CountPlan | SharePlan | RankingPlan, book: Codebook) -> Population:
    """The population that a figure takes its base and its noun from."""
    around = plan.population.within if isinstance(plan, CountPlan) else None
    return book.population[around] if around else plan.population
