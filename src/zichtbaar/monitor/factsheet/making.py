"""From records and a recipe to the files of a factsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path

from zichtbaar.codebook.agreement import DoubleCoding
from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.counting.double_coding import CodersFiles, read_double_coding
from zichtbaar.monitor.counting.opening import open_records
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.years import Held
from zichtbaar.monitor.disclosure.beside_ledger import NOT_RELEASED
from zichtbaar.monitor.disclosure.ledger import Ledger
from zichtbaar.monitor.disclosure.optimum import RefusedReleaseError
from zichtbaar.monitor.disclosure.protection import protect_release
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.disclosure.rules import rules_of
from zichtbaar.monitor.disclosure.told import About, Entry
from zichtbaar.monitor.factsheet.charts import draw
from zichtbaar.monitor.factsheet.contents import contents_of
from zichtbaar.monitor.factsheet.html import page
from zichtbaar.monitor.factsheet.origin import CodedTwice, Edition, Origin, RecipeFile, RecordFile
from zichtbaar.monitor.factsheet.pdf import pdf
from zichtbaar.monitor.factsheet.tables import figures_csv, figures_json
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.coding import without_unreliable
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.periods import years_of
from zichtbaar.monitor.figures.recipe import Recipe, book_of, read_recipe
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.paper.svg import get_ready
from zichtbaar.monitor.writing import check_folder, write_together

FILES = ("factsheet.pdf", "factsheet.html", "figures.csv", "figures.json")

LESS = "fewer figures, or other months"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a factsheet is made of.

    `year` takes the place of the year in the recipe. `counted_on` is the day on which the records were
    frozen: when the year was not over then, the factsheet says so on top. `coded_twice` are the files of
    two coders; `edition` says which version of a release it is. `rules` is a file of stricter rules of disclosure.
    """

    recipe: Path
    records: tuple[Place, ...]
    year: int | None = None
    counted_on: date | None = None
    coded_twice: CodersFiles | None = None
    edition: Edition | None = None
    rules: Path | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """Figures that may leave the house, before they are laid out, and the entries that the ledger must hold then."""

    recipe: Recipe
    origin: Origin
    figures: tuple[ReleasedFigure, ...]
    entries: tuple[Entry, ...]

    def page_and_pdf(self, language: Language) -> tuple[bytes, bytes]:
        """The page and the PDF in one language."""
        contents = contents_of(self.recipe, self.figures, self.origin, language)
        drawings = {picture: draw(picture, language) for picture in contents.pictures}
        return page(contents, drawings).encode(), pdf(contents, drawings)

    def tables(self) -> tuple[bytes, bytes]:
        """figures.csv and figures.json, which hold every language."""
        return (
            figures_csv(self.recipe, self.figures, self.origin).encode(),
            figures_json(self.recipe, self.figures, self.origin).encode(),
        )


@dataclass(frozen=True, slots=True)
class Factsheet:
    """A factsheet on disk, the figures that it holds, and the records that they come from."""

    folder: Path
    figures: tuple[ReleasedFigure, ...]
    records: tuple[RecordFile, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The PDF, the page, and the figures for a spreadsheet and for a program."""
        return tuple(self.folder / name for name in FILES)


def make_factsheet(
    recipe_path: Path,
    places: Sequence[Place],
    *,
    language: str,
    out: Path,
    year: int | None = None,
    coded_twice: CodersFiles | None = None,
) -> Factsheet:
    """Count, protect, word and lay out; then put the four files into the folder `out`.

    `language` is the language of the page and the PDF ("nl" or "en"); figures.json and figures.csv
    hold both. `year` takes the place of the year in the recipe. Records of calendar years that no period
    of the recipe touches are neither counted nor checked, unless two coders' files need them. Raises
    InvalidInputError when the recipe, the records or the folder are wrong and OSError when there is no
    room for the files; `out` is then left as it was.
    """
    sources = Sources(recipe_path, tuple(places), year, coded_twice=coded_twice)
    return put(lambda: release(sources, Ledger()), Language(language), out)


def put(make: Callable[[], Released], language: Language, out: Path) -> Factsheet:
    """Make a factsheet and put its four files into a folder that was looked at before. Raises as `make_factsheet`."""
    check_folder(out, FILES)
    get_ready()
    released = make()
    write_together(one_language(released, language), out)
    return Factsheet(out, released.figures, released.origin.files)


def release(sources: Sources, ledger: Ledger, name: str = NOT_RELEASED) -> Released:
    """Count and protect, beside all that the ledger knows. Nothing is written.

    Raises InvalidInputError when the recipe, the rules or the records are wrong, or when a few persons would come
    out beside what was released before; ValueError when the ledger has a release of this name.
    """
    rules = rules_of(sources.rules)
    book = book_of(sources.recipe)
    recipe = read_recipe(sources.recipe, book, year=sources.year)
    benchmarks = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    years = None if sources.coded_twice else years_of(recipe.periods)  # two coders may have coded any year
    with open_records(sources.records, book, years) as records:
        twice = read_double_coding(sources.coded_twice, records) if sources.coded_twice else None
        checked = without_unreliable(make_figures(recipe, records, benchmarks), twice, book)
        files = _in_one_order(_record_file(place, held) for place, held in records.held.items())
    origin = Origin(
        book=book,
        rules=rules,
        recipe=RecipeFile(sources.recipe.name, _sha256(sources.recipe)),
        files=files,
        counted_on=sources.counted_on,
        edition=sources.edition,
        coded_twice=_coded_twice(sources.coded_twice, twice),
        codings=checked.codings,
    )
    try:
        protected = protect_release(checked.figures, _about(origin, name), ledger, rules, recipe.headline, book=book)
    except RefusedReleaseError as error:
        raise InvalidInputError(
            Fault(str(sources.recipe), None, "", f"however little is told, a few persons come out of {cell}", LESS)
            for cell in error.cells
        ) from error
    return Released(recipe, origin, protected.figures, protected.entries)


def one_language(released: Released, language: Language) -> dict[str, bytes]:
    """The four files of a factsheet, by name."""
    html, printed = released.page_and_pdf(language)
    return dict(zip(FILES, (printed, html, *released.tables()), strict=True))


def every_language(released: Released) -> dict[str, bytes]:
    """The page and the PDF in every language, and the figures once, by name."""
    csv, json = released.tables()
    made: dict[str, bytes] = {}
    for language in Language:
        html, printed = released.page_and_pdf(language)
        made |= {f"factsheet-{language}.pdf": printed, f"factsheet-{language}.html": html}
    return made | {"figures.csv": csv, "figures.json": json}


def _record_file(place: Place, held: Held) -> RecordFile:
    """What is told of where the figures come from; a table is no file, and has no hash."""
    name, of_file = (place.name, _sha256(place)) if isinstance(place, Path) else (str(place), None)
    return RecordFile(name, held.rows, of_file, held.of_other_years)


def _in_one_order(files: Iterable[RecordFile]) -> tuple[RecordFile, ...]:
    """By name, so that the order in which somebody gave them does not show in the bytes."""
    return tuple(sorted(files, key=lambda file: (file.file, file.sha256 or "")))


def _about(origin: Origin, name: str) -> About:
    """What the ledger says of the release. Of several files the hashes are hashed together; a table has none."""
    hashes = [file.sha256 or "" for file in origin.files]
    counted = hashes[0] if len(hashes) == 1 else sha256("\n".join(sorted(hashes)).encode()).hexdigest()
    return About(name, origin.recipe.sha256, origin.book.name, origin.book.version, counted)


def _coded_twice(files: CodersFiles | None, twice: DoubleCoding | None) -> CodedTwice | None:
    if files is None or twice is None:
        return None
    persons = len(twice.pairs)
    held = tuple(RecordFile(file.name, persons, _sha256(file)) for file in (files.first, files.second))
    return CodedTwice(persons, twice.registrations, twice.is_enough, held)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
