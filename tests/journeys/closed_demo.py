"""`zichtbaar demo` outside its hours: `python closed_demo.py demo …` is open for one minute, three days from now."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from unittest.mock import patch

from zichtbaar import cli
from zichtbaar.helpline.config import Configuration
from zichtbaar.helpline.opening import DAYS
from zichtbaar.helpline.ops import demo_command


def main() -> int:
    """Run the command with other hours than the demo has."""
    day = DAYS[(datetime.now(UTC) + timedelta(days=3)).weekday()]
    closed = partial(Configuration, opening_hours=f"{day} 12:00-12:01")
    with patch.object(demo_command, "Configuration", closed):  # the demo itself never closes
        return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
