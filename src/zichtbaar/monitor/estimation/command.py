"""`zichtbaar estimate`: how many are on no list, with all that speaks for and against the number."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from zichtbaar.codebook.faults import InvalidInputError
from zichtbaar.monitor.estimation.answer import answer
from zichtbaar.monitor.estimation.bootstrap import RESAMPLES
from zichtbaar.monitor.estimation.capture_table import CaptureTable
from zichtbaar.monitor.estimation.csv_tables import read_bytes
from zichtbaar.monitor.estimation.errors import EstimationError
from zichtbaar.monitor.estimation.estimating import METHODS, Settings
from zichtbaar.monitor.estimation.loglinear import LEVEL
from zichtbaar.monitor.estimation.pages.data import report_json
from zichtbaar.monitor.estimation.pages.making import FILES, write_report
from zichtbaar.monitor.estimation.pages.origin import Origin
from zichtbaar.monitor.estimation.reporting import Report, report
from zichtbaar.monitor.estimation.stepwise import P_THRESHOLD
from zichtbaar.monitor.estimation.wording.chapters import say
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.typesetting import check_letters
from zichtbaar.monitor.progress import progress_bar
from zichtbaar.monitor.regression.poisson import MaximumNotFoundError
from zichtbaar.monitor.writing import check_folder, named_folder, write_together

DEFAULT_SEED, DEFAULT_ORDER = 1, 2


def run(arguments: Sequence[str]) -> int:
    """Print the answer and write what was asked for. 1 when that cannot be written, 2 for lists that are none.

    Raises InvalidInputError for a file that is wrong, and for a report on lists whose names its PDF has no letters for.
    Lists that cannot carry an estimate are an answer: 0.
    """
    wanted = _parser().parse_args(arguments)
    language = Language(wanted.language)
    content = read_bytes(wanted.file)  # once: what comes through a pipe is gone after
    table = CaptureTable.from_csv(wanted.file, content)
    origin = Origin(wanted.file.name, sha256(content).hexdigest(), _call(wanted))
    if problem := _out_of_place(wanted.json, wanted.report):
        return _failed(1, f"{problem}; nothing was written")
    if wanted.report is not None:
        check_letters([*table.lists, wanted.file.name])
    try:
        made = _report(table, wanted, language)
    except (EstimationError, MaximumNotFoundError) as error:
        return _failed(2, f"zichtbaar: {error}")
    try:
        paths = _written(made, origin, wanted, language)
    except OSError as error:
        return _failed(1, f"{error.filename}: {error.strerror}; nothing was written, and nothing is left behind")
    print("\n".join([answer(made, language), *map(str, paths)]))
    return 0


def _failed(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


def _report(table: CaptureTable, wanted: argparse.Namespace, language: Language) -> Report:
    settings = Settings(wanted.p_threshold, wanted.max_order, wanted.resamples, wanted.seed, wanted.level)
    names = {part: say(f"progress_{part}", language) for part in ("bootstrap", "methods")}
    with progress_bar(names) as progress:
        thorough = wanted.report is not None or wanted.method == "panel"
        return report(table, wanted.method, settings, progress, thorough=thorough)


def _out_of_place(json: Path | None, folder: Path | None) -> str:
    """Why the files could not be written where they are wanted, before any work is done; "" when they can."""
    try:
        if folder is not None:
            check_folder(folder, FILES)
        if json is not None and not json.absolute().parent.is_dir():
            return f"{json}: there is no folder {json.parent}"
        if json is not None:
            check_folder(json.absolute().parent, [json.name])
    except InvalidInputError as error:
        return str(error.faults[0])
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return ""


def _written(made: Report, origin: Origin, wanted: argparse.Namespace, language: Language) -> tuple[Path, ...]:
    paths: tuple[Path, ...] = ()
    if wanted.report is not None:
        paths += write_report(made, origin, language, wanted.report)
    if wanted.json is not None:
        write_together({wanted.json.name: report_json(made, origin).encode()}, wanted.json.absolute().parent)
        paths += (wanted.json,)
    return paths


def _call(wanted: argparse.Namespace) -> str:
    """The command that gives the same numbers, without folders."""
    options = {
        "--method": wanted.method,
        "--p-threshold": f"{wanted.p_threshold:g}",
        "--max-order": wanted.max_order,
        "--resamples": wanted.resamples,
        "--seed": wanted.seed,
        "--level": f"{wanted.level:g}",
    }
    return " ".join(["zichtbaar estimate", wanted.file.name, *(f"{name} {value}" for name, value in options.items())])


def _number(kind: Callable[[str], float], expected: str, is_right: Callable[[float], bool]) -> Callable[[str], float]:
    """A reader of an option that says what it expected."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = float("nan")
        if not is_right(value):
            raise argparse.ArgumentTypeError(f"{text!r} (expected {expected})")
        return value

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar estimate",
        description="Estimate how many people are on no list, from the overlaps of lists; say what speaks against it.",
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="a column of 0 and 1 for each list, and a last column count"
    )
    parser.add_argument(
        "--method", choices=(*METHODS, "panel"), default="stepwise", help="how to choose a model; panel: all of them"
    )
    _add_numbers(parser)
    parser.add_argument("--language", choices=[one.value for one in Language], default="nl", help="of the words")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here")
    parser.add_argument("--report", type=named_folder, metavar="DIR", help="folder for a report as page, PDF and JSON")
    return parser


def _add_numbers(parser: argparse.ArgumentParser) -> None:
    probability = _number(float, "a number from 0 to 1", lambda value: 0 <= value <= 1)
    within = _number(float, "a number between 0 and 1", lambda value: 0 < value < 1)
    order = _number(int, "a whole number from 1", lambda value: value >= 1)
    amount = _number(int, "a whole number from 0", lambda value: value >= 0)
    parser.add_argument(
        "--p-threshold", type=probability, default=P_THRESHOLD, metavar="P", help="of stepwise (%(default)s)"
    )
    parser.add_argument(
        "--max-order",
        type=order,
        default=DEFAULT_ORDER,
        metavar="N",
        help="lists that may depend at once (%(default)s)",
    )
    parser.add_argument(
        "--resamples", type=amount, default=RESAMPLES, metavar="N", help="tables drawn for the interval (%(default)s)"
    )
    parser.add_argument("--seed", type=amount, default=DEFAULT_SEED, metavar="N", help="of chance (%(default)s)")
    parser.add_argument("--level", type=within, default=LEVEL, metavar="P", help="of the interval (%(default)s)")
