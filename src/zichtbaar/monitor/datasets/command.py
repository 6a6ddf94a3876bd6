"""`zichtbaar example`: writes the files of an example."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from zichtbaar.monitor.datasets.example import EXAMPLES, write_example
from zichtbaar.monitor.writing import named_folder


def run(arguments: Sequence[str]) -> int:
    """Write an example and say what can be done with it."""
    parser = argparse.ArgumentParser(
        prog="zichtbaar example", description="Write invented registrations of a published year, and a recipe for them."
    )
    parser.add_argument("name", choices=EXAMPLES, help="which example")
    parser.add_argument("--out", type=named_folder, required=True, metavar="DIR", help="the folder to write into")
    given = parser.parse_args(arguments)
    try:
        files = write_example(given.name, given.out)
    except OSError as error:
        print(f"{given.out}: {error.strerror}; no example was written, and nothing is left behind", file=sys.stderr)
        return 1
    for file in files:
        print(file)
    records = " ".join(f"--records {file}" for file in files if file.name.startswith("registrations-"))
    coders = " ".join(str(file) for file in files if file.name.endswith("-coder.csv"))
    print("The registrations are invented. Make the factsheet with:")
    where = f"--language nl --out {given.out / 'factsheet'}"
    print(f"zichtbaar factsheet {given.out / 'factsheet.toml'} {records} --coded-twice {coders} {where}")
    return 0
