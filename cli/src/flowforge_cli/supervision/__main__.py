"""Supervise the plan on standard input: `python -m flowforge_cli.supervision [--with-parent PID]`."""

import asyncio
import os
import signal
import sys

from flowforge_cli.supervision.lifetime import signal_when_parent_dies
from flowforge_cli.supervision.plan import from_json
from flowforge_cli.supervision.run import run


def main() -> int:
    """Return the exit status."""
    if sys.argv[1:2] == ["--with-parent"]:
        signal_when_parent_dies(signal.SIGTERM)
        if os.getppid() != int(sys.argv[2]):
            return os.EX_OK
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the terminal may close
    plan = from_json(sys.stdin.read())
    return asyncio.run(run(plan))


if __name__ == "__main__":
    sys.exit(main())
