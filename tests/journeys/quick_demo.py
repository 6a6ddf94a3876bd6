"""`zichtbaar demo` with passwords and codes that take no time to stretch: `python quick_demo.py demo …`."""

from __future__ import annotations

import sys
from unittest.mock import patch

from zichtbaar import cli
from zichtbaar.helpline.sealing import password


def main() -> int:
    """Run the command with other numbers than it has, before the modules are loaded that take them from here."""
    with patch.multiple(password, MEMORY_KIB=64, PASSES=1):
        return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
