"""The chapters about the model: which was chosen, how often, and which fit nearly as well."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from zichtbaar.monitor.estimation.bootstrap import Bootstrap
from zichtbaar.monitor.estimation.estimating import Resamples
from zichtbaar.monitor.estimation.lattice import lists_of, size_of
from zichtbaar.monitor.estimation.loglinear import LogLinearFit
from zichtbaar.monitor.estimation.notation import MOST_DIGITS, largest_of, read_model
from zichtbaar.monitor.estimation.pages.curves import histogram, model_plot
from zichtbaar.monitor.estimation.reporting import Report
from zichtbaar.monitor.estimation.search import WITHIN, ModelSearch
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.estimation.wording.methods import BETWEEN, ends, method_name
from zichtbaar.monitor.paper.document import Block, Cell, Chapter, Paragraph, Plot, Table, cells, numeric
from zichtbaar.monitor.paper.language import Language, both
from zichtbaar.monitor.paper.numbers import level_sign, number, percent_sign

MOST_MODELS = 8
"""Models that have a row of their own in a table."""

SMALLEST_P = 0.001

_AND = both(" en ", " and ")


def chosen_chapter(report: Report, language: Language) -> Chapter:
    """The chosen model, and what the resamples chose."""
    return Chapter(say("chosen", language), tuple(_about_chosen(report, language)))


def _about_chosen(report: Report, language: Language) -> Iterator[Block]:
    chosen = report.chosen
    if not chosen.model:
        yield Paragraph(say("no_model" if chosen.has_estimate else "none", language))
        return
    method, meaning = method_name(chosen, language), _meaning(report, language)
    yield Paragraph(say("chosen_lead", language, method=method, model=chosen.model, meaning=meaning), "lead")
    yield Paragraph(say("notation" if report.table.size <= MOST_DIGITS else "notation_of_many", language), "note")
    if report.fit is not None:
        yield _about_fit(report.fit, language)
    if chosen.resamples is None or chosen.bootstrap is None:
        yield Paragraph(say("no_resamples", language))
        return
    yield _about_resamples(chosen.resamples, language)
    if len(chosen.bootstrap.valid):
        yield _histogram(report, chosen.bootstrap, language)
    yield _models(chosen.resamples, language)


def _about_fit(fit: LogLinearFit, language: Language) -> Paragraph:
    if not fit.degrees_of_freedom:
        return Paragraph(say("fit_exact", language))
    p = f"< {number(SMALLEST_P, language, 3)}" if fit.p_value < SMALLEST_P else f"= {number(fit.p_value, language, 3)}"
    deviance, freedom = number(fit.deviance, language, 1), number(fit.degrees_of_freedom, language)
    return Paragraph(say("fit", language, deviance=deviance, freedom=freedom, p=p))


def _meaning(report: Report, language: Language) -> str:
    """The dependence in a model, by the names of its lists."""
    largest = largest_of(read_model(report.chosen.model, report.table.size))
    pairs = [
        _AND[language].join(report.table.lists[place] for place in lists_of(one)) for one in largest if size_of(one) > 1
    ]
    return say("dependence", language, pairs="; ".join(pairs)) if pairs else say("independent", language)


def _about_resamples(resamples: Resamples, language: Language) -> Paragraph:
    share = percent_sign(resamples.without_estimate / resamples.count, language, fine=True)
    count, without = number(resamples.count, language), number(resamples.without_estimate, language)
    return Paragraph(say("resamples_lead", language, count=count, without=without, share=share))


def _histogram(report: Report, drawn: Bootstrap, language: Language) -> Plot:
    interval = report.chosen.interval
    low, high = np.quantile(drawn.valid, [0.25, 0.75])
    middle = BETWEEN[language].format(low=number(low, language), high=number(high, language))
    said = say(
        "histogram_alt",
        language,
        count=number(len(drawn.valid), language),
        middle=middle,
        ends="-" if interval is None else ends(interval, language),
        estimate=number(drawn.estimate, language),
    )
    kind = "histogram_subtitle" if interval is not None else "histogram_no_interval"
    subtitle = say(kind, language, level=level_sign(report.settings.level, language))
    return Plot(say("histogram_title", language), subtitle, said, histogram(drawn, interval, language))


def _models(resamples: Resamples, language: Language) -> Table:
    rows = [_row(model, count, resamples.count, language) for model, count in resamples.models[:MOST_MODELS]]
    others = resamples.models[MOST_MODELS:]
    if others:
        name = say("other_models", language, count=number(len(others), language))
        rows.append(_row(name, sum(count for _, count in others), resamples.count, language))
    if resamples.without_estimate:
        _, *values = _row("", resamples.without_estimate, resamples.count, language)
        rows.append((Cell(say("without", language), marked=True), *values))
    columns = tuple(say(key, language) for key in ("model", "times", "share"))
    return Table(say("models_caption", language), columns, tuple(rows), numeric(columns))


def _row(name: str, count: int, of: int, language: Language) -> tuple[Cell, ...]:
    return cells(name, number(count, language), percent_sign(count / of, language, fine=True))


def near_chapter(report: Report, language: Language) -> Chapter:
    """The models that fit nearly as well as the best, and how far their estimates lie apart."""
    title = say("near", language)
    if report.ranked is None:
        return Chapter(title, (Paragraph(say("no_search", language)),))
    found = report.ranked
    if found.fitted == 1:
        return Chapter(title, (Paragraph(say("near_one", language)),))
    refused = sum(found.refused.values())
    lead = say(
        "near_all" if found.exhaustive else "near_downhill",
        language,
        searched=number(found.fitted, language),
        refused=number(refused, language),
        order=found.max_order,
    )
    explained = Paragraph(f"{lead} {say('near_bic', language)}")
    return Chapter(title, (explained, _near_plot(found, language), _within(found, language), _best(found, language)))


def _near_plot(found: ModelSearch, language: Language) -> Plot:
    said = "; ".join(_spread(found, difference, language) for difference in WITHIN)
    plot = model_plot(found.within(WITHIN[-1]), language)
    return Plot(say("near_title", language), say("near_subtitle", language), say("near_alt", language, said=said), plot)


def _spread(found: ModelSearch, difference: float, language: Language) -> str:
    low, high = (number(end, language) for end in found.spread(difference))
    span = BETWEEN[language].format(low=low, high=high)
    count = number(len(found.within(difference)), language)
    return say("within", language, difference=number(difference, language), count=count, ends=span)


def _within(found: ModelSearch, language: Language) -> Table:
    rows = tuple(
        cells(
            say("up_to", language, difference=number(difference, language)),
            number(len(found.within(difference)), language),
            *(number(end, language) for end in found.spread(difference)),
        )
        for difference in WITHIN
    )
    columns = tuple(say(key, language) for key in ("difference", "models", "lowest", "highest"))
    return Table(say("within_caption", language), columns, rows, numeric(columns))


def _best(found: ModelSearch, language: Language) -> Table:
    rows = tuple(
        cells(
            one.model,
            number(one.population, language),
            number(one.difference, language, 1),
            percent_sign(one.weight, language, fine=True),
        )
        for one in found.models[:MOST_MODELS]
    )
    columns = tuple(say(key, language) for key in ("model", "estimate", "difference", "weight"))
    return Table(say("best_caption", language), columns, rows, numeric(columns))
