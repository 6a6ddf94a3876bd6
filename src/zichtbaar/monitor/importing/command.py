"""`zichtbaar import`: registrations from a spreadsheet, by a mapping; or a first draft of the mapping."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.snapshot import write_snapshot
from zichtbaar.monitor.importing.drafting import draft_mapping, guess_reading
from zichtbaar.monitor.importing.making import Imported, Tell, import_sheet
from zichtbaar.monitor.importing.reading_mapping import MOST_LINES_ABOVE, read_import_mapping
from zichtbaar.monitor.importing.report import words_of
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.progress import progress_bar
from zichtbaar.monitor.writing import check_folder, write_together

_TOLD_EVERY = 100  # rows; a bar that moves at every one costs more than reading it


def run(arguments: Sequence[str]) -> int:
    """Write the records and say what became of every column; or write a draft. 1 when that cannot be written."""
    parser = _parser()
    wanted = parser.parse_args(arguments)
    if wanted.draft_mapping is None and (wanted.mapping is None or wanted.out is None):
        parser.error("give --mapping and --out; or --draft-mapping, to begin with")
    if wanted.draft_mapping is not None and (wanted.mapping or wanted.out or wanted.report):
        parser.error("--draft-mapping goes alone: it only reads, and writes no records")
    try:
        said = _draft(wanted) if wanted.draft_mapping is not None else _import(wanted)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; nothing was written, and nothing is left behind", file=sys.stderr)
        return 1
    print(said)
    return 0


def _draft(wanted: argparse.Namespace) -> str:
    draft: Path = wanted.draft_mapping
    _check_can_be_written(draft, wanted.file)
    if draft.exists():
        raise InvalidInputError([Fault(str(draft), None, "", "stands there already", "another name for the draft")])
    text = draft_mapping(wanted.file, load(), guess_reading(wanted.file, wanted.sheet, wanted.header))
    write_together({draft.name: text.encode()}, draft.absolute().parent)
    return str(draft)


def _import(wanted: argparse.Namespace) -> str:
    out: Path = wanted.out
    if out.suffix.lower() != ".parquet":
        raise InvalidInputError([Fault(str(out), None, "", "the name does not end in .parquet", "FILE.parquet")])
    for path in filter(None, (out, wanted.report)):
        _check_can_be_written(path, wanted.file, wanted.mapping)
    mapping = read_import_mapping(wanted.mapping, load())
    with _progress() as tell:
        made = import_sheet(wanted.file, mapping, date.today(), tell)
    report = words_of(made.report, Language(wanted.language))
    _write(made, report, out, wanted.report)
    return "\n".join([report, *map(str, filter(None, (out, wanted.report)))])


def _check_can_be_written(path: Path, *given: Path) -> None:
    """Before any work: the folder is there, and nothing that was given is overwritten."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise InvalidInputError(
            [Fault(str(path), None, "", f"there is no folder {path.parent}", "a folder that is there")]
        )
    check_folder(folder, [path.name])
    if any(path.exists() and other.exists() and path.samefile(other) for other in given):
        raise InvalidInputError(
            [Fault(str(path), None, "", "this is a file that was given to be read", "another name")]
        )


def _write(made: Imported, report: str, out: Path, report_path: Path | None) -> None:
    """The records, checked once more against the codebook; with the report in one go where they share a folder."""
    with TemporaryDirectory(prefix="zichtbaar-") as folder:
        draft = Path(folder) / out.name
        write_snapshot(made.people, load(), draft)
        files = {out.absolute(): draft.read_bytes()}
    if report_path is not None:
        files[report_path.absolute()] = report.encode()
    for folder_of in dict.fromkeys(path.parent for path in reversed(files)):
        together = {path.name: content for path, content in files.items() if path.parent == folder_of}
        write_together(together, folder_of)


@contextmanager
def _progress() -> Iterator[Tell]:
    with progress_bar({"rows": "rows"}) as progress:

        def tell(done: int, total: int | None) -> None:
            if total and done % _TOLD_EVERY == 0:
                progress("rows", min(1.0, done / total))

        yield tell


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar import", description="Make records of the registrations in a spreadsheet, by a mapping."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a spreadsheet: CSV, XLSX or SPSS (.sav)")
    parser.add_argument("--mapping", type=Path, metavar="MAP.toml", help="what of the file becomes what")
    parser.add_argument("--out", type=Path, metavar="FILE.parquet", help="the records")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write here, too, what became of every column")
    parser.add_argument(
        "--language", choices=[one.value for one in Language], default="nl", help="of the report (%(default)s)"
    )
    parser.add_argument(
        "--draft-mapping",
        type=Path,
        metavar="MAP.toml",
        help="write a first mapping, to be finished by hand; nothing else",
    )
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook, for the draft")
    parser.add_argument("--header", type=_line, default=1, metavar="N", help="line of the names, for the draft (1)")
    return parser


def _line(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_LINES_ABOVE:
        raise argparse.ArgumentTypeError(f"{text[:20]!r}; expected a line from 1 to {MOST_LINES_ABOVE}")
    return int(text)
