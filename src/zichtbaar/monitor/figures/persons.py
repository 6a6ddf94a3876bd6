"""Whom a figure counts, and out of whom: three sets of persons, each within the one before."""

from __future__ import annotations

from dataclasses import dataclass

from zichtbaar.codebook.schema import ALWAYS, Answered, Codebook, Condition, Population
from zichtbaar.monitor.counting.conditions import eligible_for, together
from zichtbaar.monitor.figures.periods import within
from zichtbaar.monitor.figures.plans import CombinationPlan, CountedPlan, CountPlan, RankingPlan, SeriesPlan, SharePlan
from zichtbaar.monitor.figures.rankings import marking


@dataclass(frozen=True, slots=True)
class Persons:
    """Those whom the question was for, those of them who answered, and those of them who are counted.

    `base` is the population that the first two belong to and take their noun from.
    """

    base: Population
    eligible: Condition
    answered: Condition
    counted: Condition


def persons_of(plan: CountedPlan, book: Codebook) -> Persons:
    """The persons of a plan. A count has the population around it as its base, the others their own."""
    base = base_of(plan, book)
    everybody = together(base.where, within(plan.period, book))
    own = together(plan.population.where, within(plan.period, book))
    of = None if isinstance(plan, SeriesPlan) else plan.of
    if of is None:
        return Persons(base, everybody, everybody, together(own, _counted(plan)))
    answered = together(Answered(of.name, of.columns), plan.known if isinstance(plan, SharePlan) else ALWAYS)
    if isinstance(plan, SharePlan) and plan.eligible is not None:
        around_it = together(plan.eligible.where, within(plan.period, book))
        return Persons(plan.eligible, around_it, together(own, answered), together(own, answered, plan.where))
    return Persons(
        base,
        together(everybody, eligible_for(of)),
        together(everybody, answered),
        together(own, answered, _counted(plan)),
    )


def base_of(plan: CountedPlan, book: Codebook) -> Population:
    """The population that a figure takes its base and its noun from."""
    if isinstance(plan, SharePlan) and plan.eligible is not None:
        return plan.eligible
    around = plan.population.within if isinstance(plan, CountPlan) else None
    return book.population[around] if around else plan.population


def _counted(plan: CountedPlan) -> Condition:
    """What narrows who is counted among those who answered."""
    match plan:
        case RankingPlan():
            return ALWAYS
        case CombinationPlan(of=variable, option=option):
            return marking(variable, option)
    return plan.where
