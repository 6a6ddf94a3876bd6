"""Pages of HTML that stand alone: everything is escaped, and a browser may load their own style sheet only."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined


def template_text(room: str, name: str) -> str:
    """A file in the templates of a room, such as its style sheet."""
    return files(room).joinpath("templates", name).read_text("utf-8")


def render(room: str, template: str, style: str, **contents: object) -> str:
    """A page from a template of a room. The template finds its `style` and the `policy` that allows it."""
    environment = Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(style=style, policy=policy(style), **contents)


def policy(style: str) -> str:
    """What a browser may load for the page: its own style sheet, known by its hash, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
