"""`zichtbaar serve`: run a helpline that was founded, until it is told to stop."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from django.db import DatabaseError

from zichtbaar.helpline.config import Configuration, ConfigurationError
from zichtbaar.helpline.ops.demo_folder import MARK, UnusableFolderError, alone
from zichtbaar.helpline.ops.existing import NO_CODE_FITS, RefusedError
from zichtbaar.helpline.ops.ports import PORT, port
from zichtbaar.helpline.ops.settings_file import configuration_in
from zichtbaar.helpline.project.preparing import prepare
from zichtbaar.helpline.project.server import serve


def run(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C or SIGTERM. Exit codes: 0 stopped, 1 could not start, 2 wrong options."""
    options = _parser().parse_args(arguments)
    try:
        configuration = _configuration(options.data, options.listen, draws_secret=options.new_secret)
        with alone(configuration.data):
            prepare(configuration)
            _serve(configuration, options.listen, options.port)
    except (ConfigurationError, RefusedError, UnusableFolderError) as error:
        print(error, file=sys.stderr)
        return 1
    except (DatabaseError, OSError) as error:
        print(f"The helpline could not start: {error}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass  # Ctrl-C before the server listened for it: the same wish, the same end
    print("Stopped.")
    return 0


def _configuration(data: Path | None, listen: str, *, draws_secret: bool) -> Configuration:
    """Of a helpline that may be served here. Raises ConfigurationError and RefusedError."""
    configuration = configuration_in(data)
    if not configuration.database.is_file():
        raise RefusedError(f"There is no helpline in {configuration.data}: begin one with `zichtbaar found`.")
    if (configuration.data / MARK).exists():
        raise RefusedError(f"{configuration.data} is a demo: start it with `zichtbaar demo`.")
    if not configuration.secret_file.exists() and not draws_secret:
        raise RefusedError(
            f"The secret of this helpline is not there: {configuration.secret_file}. Put it back; it is in the file of "
            f"keys of each backup. Where it is lost, `zichtbaar serve --new-secret` draws another: {NO_CODE_FITS} then."
        )
    if not configuration.https and not ipaddress.ip_address(listen).is_loopback:
        raise RefusedError(
            f"Without HTTPS it is served to this machine alone, not on {listen}: set ZICHTBAAR_HTTPS to yes, and put "
            "a proxy with TLS in front."
        )
    return configuration


def _serve(configuration: Configuration, listen: str, port: int) -> None:
    # Django's tables can be imported only now, when Django knows its settings.
    against = import_module("zichtbaar.helpline.ops.check_deploy").reasons_against(configuration, at_start=True)
    if against:
        print("Not ready for visitors yet:", *(f"  - {reason}" for reason in against), sep="\n")
    address = f"[{listen}]" if ":" in listen else listen
    serve(listen, port, ready=lambda: print(f"Ready: http://{address}:{port}/ (Ctrl-C stops it)", flush=True))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zichtbaar serve",
        description="Run a helpline that was founded. A proxy with TLS stands in front of it.",
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the data (that of ZICHTBAAR_DATA)")
    parser.add_argument("--listen", type=_address, default="127.0.0.1", metavar="ADDRESS", help="where (127.0.0.1)")
    parser.add_argument("--port", type=port, default=PORT, metavar="N", help="port (8000)")
    parser.add_argument("--new-secret", action="store_true", help=f"the secret is lost, draw another: {NO_CODE_FITS}")
    return parser


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no address; expected one such as 127.0.0.1") from error
