"""Figures from outside: each with the years it speaks of, its source and where to find it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from zichtbaar.codebook import forms
from zichtbaar.codebook.tables import Table, read_toml
from zichtbaar.monitor.figures.figure import Base, Benchmark, Figure, FigureKind
from zichtbaar.monitor.figures.reading_parts import LANGUAGES, read_number, read_year

_REQUIRED = ("id", "value", "first_year", "last_year", "noun", "one", "source", "address", "scope", "unit")
_ADDRESS = forms.Form(re.compile(r"https://\S+"), "a web address that begins with https://")


def read_benchmarks(path: Path) -> Mapping[str, Benchmark]:
    """The figures from outside in a TOML file (docs/reference/recipe.md), by their id.

    Raises InvalidInputError with every fault: a figure without years, source, address, scope or unit, or with
    bounds that do not lie around it.
    """
    table = read_toml(path)
    table.expect_keys(("benchmark",))
    benchmarks: dict[str, Benchmark] = {}
    for inner in table.tables("benchmark"):
        benchmark = _read_benchmark(inner)
        if benchmark.id in benchmarks:
            inner.fault("id", f"benchmark {benchmark.id} stands twice", "an id of its own")
        benchmarks[benchmark.id] = benchmark
    table.faults.raise_if_any()
    return benchmarks


def from_outside(figure_id: str, benchmark: Benchmark) -> Figure:
    """A figure from outside, as it was published."""
    count = round(benchmark.value)
    return Figure(
        id=figure_id,
        kind=FigureKind.COUNT,
        count=count,
        base=Base(count, count, benchmark.noun, benchmark.one),
        period=(f"{benchmark.first_year:04}-01", f"{benchmark.last_year:04}-12"),
        benchmark=benchmark,
    )


def _read_benchmark(table: Table) -> Benchmark:
    if isinstance(table.values.get("id"), str):
        table = table.about(f"benchmark {table.values['id']}")
    table.expect_keys(_REQUIRED, ("low", "high"))
    benchmark = Benchmark(
        id=table.text("id", forms.BOOK_NAME),
        value=read_number(table, "value") or 0.0,
        low=read_number(table, "low"),
        high=read_number(table, "high"),
        first_year=read_year(table, "first_year"),
        last_year=read_year(table, "last_year"),
        noun=table.texts("noun", LANGUAGES),
        one=table.texts("one", LANGUAGES),
        source=table.texts("source", LANGUAGES),
        address=table.text("address", _ADDRESS),
        scope=table.text("scope", forms.NAME),
        unit=table.text("unit", forms.NAME),
    )
    _check_order(table, benchmark)
    return benchmark


def _check_order(table: Table, benchmark: Benchmark) -> None:
    if (benchmark.low is None) != (benchmark.high is None):
        table.fault(None, "one bound without the other", "low and high, or neither")
    elif benchmark.low is not None and benchmark.high is not None:
        if benchmark.low > benchmark.high:
            table.fault("low", f"low {benchmark.low:g} is above high {benchmark.high:g}", "low below high")
        elif benchmark.value and not benchmark.low <= benchmark.value <= benchmark.high:
            table.fault("value", f"value {benchmark.value:g} lies outside its bounds", "low to high around it")
    if benchmark.first_year > benchmark.last_year > 0:
        table.fault("first_year", "the years run backwards", "first_year not after last_year")
