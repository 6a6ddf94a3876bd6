"""How far a long piece of work is, on a screen that somebody looks at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress_bar(names: dict[str, str]) -> Iterator[Callable[[str, float], None]]:
    """Give a function that takes a part, a key of `names`, and how much of it is done, from 0 to 1.

    The bar stands on the standard error, is gone at the end, and is not drawn where that is no terminal.
    """
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        tasks = {part: bar.add_task(name, total=1.0) for part, name in names.items()}
        yield lambda part, done: bar.update(tasks[part], completed=done)
