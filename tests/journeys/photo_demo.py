"""`zichtbaar demo` that takes photos, with passwords that take no time to stretch: `python photo_demo.py demo …`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from zichtbaar import cli
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.ops import demo_command
from zichtbaar.helpline.sealing import password

AGREED_WITH = "the Demo Police, 0900-1234"


def main() -> int:
    """Run the command with the settings of a helpline that has agreed with its police."""
    usual = demo_command._configuration

    def with_photos(data: Path) -> Configuration:
        return replace(usual(data), photos=True, images_report=AGREED_WITH)

    with patch.object(demo_command, "_configuration", with_photos), patch.multiple(password, MEMORY_KIB=64, PASSES=1):
        return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
