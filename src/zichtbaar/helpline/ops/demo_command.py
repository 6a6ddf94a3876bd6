"""`zichtbaar demo`: a whole helpline with invented people on this machine, on loopback only."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from zichtbaar.helpline.config import VISITOR_LANGUAGES, Configuration, ConfigurationError
from zichtbaar.helpline.ops.demo_folder import NOTES, UnusableFolderError, alone, is_finished, make, write_private
from zichtbaar.helpline.ops.ports import PORT, port
from zichtbaar.helpline.project.preparing import prepare
from zichtbaar.helpline.project.server import serve

HOST = "127.0.0.1"
DOORS = {"visitor": "", "desk": "desk/", "partner": "partner/", "office": "office/"}
THIS_IS_A_DEMO = "Everybody here is invented. A real helpline never keeps passwords."


class CouldNotStartError(Exception):
    """The demo cannot start; the message is a whole sentence."""


def run(arguments: Sequence[str]) -> int:
    """Serve the demo until Ctrl-C. Exit codes: 0 stopped, 1 could not start, 2 wrong options."""
    try:
        options = _options(arguments)
        _start(options.port, options.data, options.describe)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    except (CouldNotStartError, UnusableFolderError, ConfigurationError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or options.data} cannot be used: {error.strerror or error}.", file=sys.stderr)
        return 1
    except DatabaseError as error:
        print(f"The database in {options.data} cannot be used: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass  # somebody pressed Ctrl-C before the server listened for it: the same wish, the same end
    print("Stopped.")
    return 0


def _start(port: int, data: Path, describe: Path | None) -> None:
    _refuse_port_in_use(port)
    _refuse_no_place_for(describe)
    is_finished(data)  # refuses a folder that is not ours before anything is written into it
    with alone(data):
        _serve(port, data, describe)


def _serve(port: int, data: Path, describe: Path | None) -> None:
    staff = _staff_of_before(data) if is_finished(data) else _found(data)
    description = describe_helpline(port, staff)

    def announce() -> None:
        if describe is not None:
            write_private(describe, json.dumps(description, indent=2) + "\n")
        print(_table(description))
        print(f"Ready: {description['url']}", flush=True)

    serve(HOST, port, ready=announce)


def describe_helpline(port: int, staff: Sequence[dict[str, str]]) -> dict[str, Any]:
    """Address, doors and sign-ins, as `--describe` writes them."""
    url = f"http://{HOST}:{port}/"
    return {"url": url, "doors": {door: url + path for door, path in DOORS.items()}, "staff": list(staff)}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="zichtbaar demo", description="Start a helpline with invented people on this machine. Ctrl-C stops it."
    )
    parser.add_argument("--port", type=port, default=PORT, metavar="N", help="port on this machine (8000)")
    parser.add_argument(
        "--data", type=Path, default=Path("data/demo"), metavar="DIR", help="folder of the data (data/demo)"
    )
    parser.add_argument("--describe", type=Path, metavar="FILE", help="write address, doors and sign-ins as JSON")
    return parser.parse_args(arguments)


def _refuse_port_in_use(port: int) -> None:
    """Try the port before anything is made, so that a taken one costs nobody a first start."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise CouldNotStartError(
            f"Port {port} cannot be used: {error.strerror}. Choose another with --port (with make: PORT=)."
        ) from error


def _refuse_no_place_for(describe: Path | None) -> None:
    """A first start takes a while; that there is no place for the description is said before it."""
    if describe is not None and not describe.absolute().parent.is_dir():
        raise CouldNotStartError(f"{describe} cannot be written: there is no folder {describe.absolute().parent}.")


def _staff_of_before(data: Path) -> list[dict[str, str]]:
    prepare(_configuration(data))
    staff: list[dict[str, str]] = json.loads((data / NOTES).read_text("utf-8"))["staff"]
    return staff


def _found(data: Path) -> list[dict[str, str]]:
    _tell(f"First start: making a helpline in {data}")
    make(data)
    _tell("making the database")
    prepare(_configuration(data))
    # Django's tables can be imported only now, when Django knows its settings.
    demo = import_module("zichtbaar.helpline.ops.demo_helpline").found(_tell)
    write_private(data / NOTES, json.dumps({"note": THIS_IS_A_DEMO, "staff": demo.staff}, indent=2) + "\n")
    shares = "\n".join(f"  {number}  {share}" for number, share in enumerate(demo.recovery_shares, start=1))
    print(f"\nThree shares of the recovery key, shown only now and kept nowhere. Any two open everything:\n{shares}\n")
    staff: list[dict[str, str]] = list(demo.staff)
    return staff


def _configuration(data: Path) -> Configuration:
    """Of the demo: every language, drafts too, so that all of them can be looked at; no second factor is asked."""
    return Configuration(data=data, https=False, visitor_languages=VISITOR_LANGUAGES, second_factor=False)


def _tell(step: str) -> None:
    print(f"… {step}", flush=True)


def _table(description: dict[str, Any]) -> str:
    doors = [f"  {door:<9}{address}" for door, address in description["doors"].items()]
    people = [f"  {who['name']:<9}{who['role']:<15}{who['password']}" for who in description["staff"]]
    return "\n".join(["", "Doors", *doors, "", f"Sign-ins ({THIS_IS_A_DEMO})", *people, ""])
