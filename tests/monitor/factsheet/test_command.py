"""`zichtbaar factsheet` says where its files are, or in one line each why there are none."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from zichtbaar.cli import main
from zichtbaar.monitor.factsheet.making import FILES


def words(example: Path, records: list[Path], out: Path) -> list[str]:
    given = [word for file in records for word in ("--records", str(file))]
    return ["factsheet", str(example / "factsheet.toml"), *given, "--out", str(out)]


def test_it_prints_where_the_files_are(
    example: Path, records: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(example, records, tmp_path / "out")) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed == [str(tmp_path / "out" / name) for name in FILES]
    assert all(Path(line).is_file() for line in printed)


def test_wrong_input_is_told_fault_by_fault(example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words(example, [tmp_path / "absent.csv"], tmp_path / "out")) == 2
    assert "absent.csv" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_language_is_refused(example: Path, records: list[Path], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main([*words(example, records, tmp_path / "out"), "--language", "fr"])
    assert refused.value.code == 2


def test_a_full_disk_is_said_in_one_sentence_and_leaves_nothing(
    example: Path, records: list[Path], tmp_path: Path
) -> None:
    def no_file_over_20_kilobytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    command = [sys.executable, "-m", "zichtbaar.cli", *words(example, records, tmp_path / "out")]
    failed = subprocess.run(
        command,
        preexec_fn=no_file_over_20_kilobytes,  # the limit must hold for the child alone
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    [sentence] = failed.stderr.splitlines()
    assert "nothing is left behind" in sentence
    assert list(tmp_path.iterdir()) == []
