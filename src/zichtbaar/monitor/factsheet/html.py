"""The factsheet as one page of HTML that stands alone: no script, no request to anywhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from zichtbaar.monitor.factsheet.contents import Contents
from zichtbaar.monitor.factsheet.pictures import Picture
from zichtbaar.monitor.factsheet.wording.page import COLUMNS, page_words


def page(contents: Contents, drawings: Mapping[Picture, str]) -> str:
    """The whole page; `drawings` holds the SVG of every picture."""
    style = files("zichtbaar.monitor.factsheet").joinpath("templates/factsheet.css").read_text("utf-8")
    environment = Environment(
        loader=PackageLoader("zichtbaar.monitor.factsheet"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("factsheet.html.j2").render(
        contents=contents,
        drawings=drawings,
        words=page_words(contents.language),
        columns=COLUMNS,
        style=style,
        policy=policy(style),
    )


def policy(style: str) -> str:
    """What a browser may load for the page: its own style sheet, known by its hash, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
