"""From records and a recipe to the four files of a factsheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import file_digest
from pathlib import Path

from zichtbaar.codebook.reading import load
from zichtbaar.monitor.counting.opening import open_records
from zichtbaar.monitor.counting.places import Place
from zichtbaar.monitor.counting.years import Held
from zichtbaar.monitor.disclosure.protection import protect
from zichtbaar.monitor.disclosure.released import ReleasedFigure
from zichtbaar.monitor.factsheet.charts import draw
from zichtbaar.monitor.factsheet.contents import RecordFile, contents_of
from zichtbaar.monitor.factsheet.html import page
from zichtbaar.monitor.factsheet.pdf import pdf
from zichtbaar.monitor.factsheet.tables import figures_csv, figures_json
from zichtbaar.monitor.figures.benchmarks import read_benchmarks
from zichtbaar.monitor.figures.making import make_figures
from zichtbaar.monitor.figures.periods import years_of
from zichtbaar.monitor.figures.recipe import read_recipe
from zichtbaar.monitor.paper.language import Language
from zichtbaar.monitor.writing import check_folder, write_together

FILES = ("factsheet.pdf", "factsheet.html", "figures.csv", "figures.json")


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
    counted_on: date | None = None,
) -> Factsheet:
    """Count, protect, word and lay out; then put the four files into the folder `out`.

    `language` is the language of the page and the PDF ("nl" or "en"); figures.json and figures.csv
    hold both. `year` takes the place of the year in the recipe. `counted_on` is the day on which the
    records were frozen: when the year was not over then, the factsheet says so on top. Records
    of calendar years that no period of the recipe touches are neither counted nor checked. Raises
    InvalidInputError when the recipe, the records or the folder are wrong and OSError when there is no
    room for the files; `out` is then left as it was.
    """
    code = Language(language)
    check_folder(out, FILES)
    book = load()
    recipe = read_recipe(recipe_path, book, year=year)
    benchmarks = read_benchmarks(recipe.benchmarks) if recipe.benchmarks else {}
    with open_records(places, book, years_of(recipe.periods)) as records:
        figures = protect(make_figures(recipe, records, benchmarks), headline=recipe.headline)
        files = [_record_file(place, records.held[place]) for place in places]
    contents = contents_of(recipe, figures, book, files, code, counted_on)
    drawings = {picture: draw(picture, code) for picture in contents.pictures}
    made = (
        pdf(contents, drawings),
        page(contents, drawings).encode(),
        figures_csv(recipe, figures).encode(),
        figures_json(recipe, figures, book, files, counted_on).encode(),
    )
    write_together(dict(zip(FILES, made, strict=True)), out)
    return Factsheet(out, figures, tuple(files))


def _record_file(place: Place, held: Held) -> RecordFile:
    """What is told of where the figures come from; a table is no file, and has no hash."""
    name, sha256 = (place.name, _sha256(place)) if isinstance(place, Path) else (str(place), None)
    return RecordFile(name, held.rows, held.of_other_years, sha256)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
