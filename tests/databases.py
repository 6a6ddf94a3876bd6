"""A PostgreSQL of the tests' own, and a Spark on this machine: started where the programs are, gone afterwards."""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from zichtbaar.codebook.schema import Codebook, Value
from zichtbaar.monitor.counting.places import SparkFolder
from zichtbaar.monitor.counting.spark import spark_session

POSTGRESQL_MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
JAVA_MISSING = "Java is not installed (Debian: apt-get install openjdk-17-jre-headless)"
_DEBIAN = Path("/usr/lib/postgresql")
_SETTINGS = "-c listen_addresses= -c fsync=off -c max_connections=10 -c shared_buffers=16MB"

_WITHOUT_COMPILING = ("--conf spark.sql.codegen.wholeStage=false", "--conf spark.sql.codegen.factoryMode=NO_CODEGEN")


def postgresql_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`: Debian's newest, or that of the PATH."""
    versions = [path.parent for path in _DEBIAN.glob("*/bin/initdb")] if _DEBIAN.is_dir() else []
    newest = max(versions, key=lambda path: float(path.parent.name), default=None)
    found = shutil.which("initdb")
    return newest or (Path(found).resolve().parent if found and shutil.which("pg_ctl") else None)


def has_java() -> bool:
    """Whether Spark can start."""
    return shutil.which("java") is not None or "JAVA_HOME" in os.environ


@contextmanager
def running_postgresql(programs: Path) -> Iterator[Path]:
    """The folder of the socket of a new PostgreSQL, in which the user `postgres` may do everything.

    It listens to nothing but that socket. PostgreSQL refuses to run as root: then `nobody` runs it.
    """
    with TemporaryDirectory(prefix="pg-") as name:  # a short name, for the path of a socket has at most 107 bytes
        folder = Path(name)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        _run(
            programs / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", folder=folder
        )
        start = ("-D", "data", "-w", "-l", "log", "-o", f"-k {folder} {_SETTINGS}", "start")
        _run(programs / "pg_ctl", *start, folder=folder)
        try:
            yield folder
        finally:
            _run(programs / "pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop", folder=folder)


def _run(program: Path, *words: str, folder: Path) -> None:
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    subprocess.run(
        [program, *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=() if nobody else None,
    )


@contextmanager
def running_spark() -> Iterator[None]:
    """A Spark as the program starts it, for every test that asks for one while it lasts.

    Making a fast program of a question about two hundred columns takes longer than answering it for a
    hundred persons: here Spark and Java do without.
    """
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYSPARK_SUBMIT_ARGS", f"{' '.join(_WITHOUT_COMPILING)} pyspark-shell")
        environment.setenv("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1")
        with spark_session(SparkFolder(Path()), Path(folder)):
            yield


def read_csv(path: Path, book: Codebook) -> list[dict[str, Value]]:
    """A file of records as people."""
    with path.open(encoding="utf-8", newline="") as opened:
        return [
            {column: cell if book.by_column[column].is_text else int(cell) for column, cell in row.items()}
            for row in csv.DictReader(opened)
        ]
