"""`zichtbaar demo` that asks a second factor of everybody, as a real helpline does: `python careful_demo.py demo …`."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from zichtbaar import cli
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops import demo_command


def careful(data: Path, *, https: bool, visitor_languages: tuple[str, ...], second_factor: bool) -> Configuration:
    """The demo's settings, but for the one that leaves the second factor out."""
    assert not second_factor, "the demo asks for one by now, so this file is not needed"
    return Configuration(data=data, https=https, visitor_languages=visitor_languages)


def main() -> int:
    """Run the command with the setting of a real helpline."""
    with patch.object(demo_command, "Configuration", careful):
        return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
