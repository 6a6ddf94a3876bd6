"""Records in Parquet that Spark reads, on this machine or on those that its configuration names."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.types as ir

from zichtbaar.codebook.faults import Fault, InvalidInputError
from zichtbaar.monitor.counting.databases import Database, Sort
from zichtbaar.monitor.counting.places import SparkFolder

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_RECORDS = "records"
_SORTS = {**dict.fromkeys(("tinyint", "smallint", "int", "bigint"), Sort.WHOLE_NUMBERS), "string": Sort.TEXT}
_CONFIGURED_BY = ("SPARK_CONF_DIR", "SPARK_HOME")
_ON_THIS_MACHINE = {
    "spark.master": "local[2]",
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",  # nobody else is listened to
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
}
_ALWAYS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
}
_SILENCE = """
appender.nowhere.type = Null
appender.nowhere.name = nowhere
rootLogger.level = off
rootLogger.appenderRef.nowhere.ref = nowhere
"""  # what Spark says of its work may hold what stands in a file
_TALKING = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")  # of its Python side, for the same reason
_OF_A_SESSION = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a month would become a day
}


@contextmanager
def open_spark(place: SparkFolder) -> Iterator[Database]:
    """The records of a folder, through the session of Spark that is open, or one that ends with this.

    Raises InvalidInputError when Spark cannot start or cannot read the folder.
    """
    if not place.path.exists():
        raise _refused(place, "there is no such folder or file", "Parquet")
    with TemporaryDirectory(prefix="zichtbaar-") as folder, spark_session(place, Path(folder)) as session:
        yield _Folder(place, session)


@contextmanager
def spark_session(place: SparkFolder, folder: Path) -> Iterator[SparkSession]:
    """The session that is open, or a new one that ends with this and keeps its files in `folder`."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415  # heavy: and not everybody has it
        from pyspark.logger import PySparkLogger  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError:
        raise _refused(
            place, "pyspark is not installed", "pip install '.[spark]' in the folder of the program"
        ) from None
    for name in _TALKING:
        PySparkLogger.getLogger(name).disabled = True
    open_already = SparkSession.getActiveSession()
    if open_already is not None:
        yield open_already.newSession()
        return
    builder = SparkSession.builder.appName("zichtbaar")
    for name, value in _settings(folder).items():
        builder = builder.config(name, value)
    with _its_own_ctrl_c():
        try:
            session = builder.getOrCreate()
        except PySparkException:
            raise _refused(place, "Spark cannot start", "Java 17 or newer, and a configuration that works") from None
        try:
            session.sparkContext.setLogLevel("OFF")
            yield session
        finally:
            session.stop()


@contextmanager
def _its_own_ctrl_c() -> Iterator[None]:
    """Spark takes Ctrl-C to itself and never gives it back: once it has stopped, a Ctrl-C would be an error."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, before)


def _settings(folder: Path) -> dict[str, str]:
    if any(name in os.environ for name in _CONFIGURED_BY):
        return _ALWAYS
    silence = folder / "log4j2.properties"
    silence.write_text(_SILENCE, "utf-8")
    return {
        **_ALWAYS,
        **_ON_THIS_MACHINE,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder),
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={silence}",
    }


class _Folder:
    bit = "int32"
    longest_name: int | None = None

    def __init__(self, place: SparkFolder, session: SparkSession) -> None:
        self.name = str(place)
        self._place = place
        self._session = session
        for name, value in _OF_A_SESSION.items():
            session.conf.set(name, value)
        with self._answered():
            records = session.read.parquet(str(place.path.resolve()))
            records.createOrReplaceTempView(_RECORDS)
        self.columns = tuple((name, kind, _SORTS.get(kind, Sort.OTHER)) for name, kind in records.dtypes)

    def rows(self, types: Mapping[str, str]) -> ir.Table:
        """The folder under the name that Spark was given for it."""
        return ibis.table(types, name=_RECORDS)

    def ask(self, question: ir.Table) -> Sequence[Sequence[Any]]:
        """The rows of an answer."""
        with self._answered():
            return self._session.sql(str(ibis.to_sql(question, dialect="pyspark"))).collect()

    @contextmanager
    def _answered(self) -> Iterator[None]:
        """Spark's own words are kept away, for they repeat what stands in a file."""
        from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415  # heavy: comes with Spark
        from pyspark.errors import PySparkException  # noqa: PLC0415

        try:
            yield
        except (PySparkException, Py4JError):
            raise _refused(self._place, "Spark cannot read it", "whole Parquet files with the same columns") from None


def _refused(place: SparkFolder, problem: str, expected: str) -> InvalidInputError:
    return InvalidInputError([Fault(str(place), None, "", problem, expected)])
