"""Stop the platform: `flowforge down`."""

import os
import signal
import time

from flowforge_cli.errors import CommandFailed
from flowforge_cli.home.folder import open_home
from flowforge_cli.home.snapshot import running_platform
from flowforge_cli.screens.screen import say
from flowforge_cli.supervision.lock import is_held

_LONGEST_SECONDS = 60.0
_INTERVAL_SECONDS = 0.05


def down() -> None:
    """Stop the running platform. Requests in flight can finish."""
    home = open_home()
    snapshot = running_platform(home)
    say("Stopping ...")
    os.kill(snapshot.supervisor, signal.SIGTERM)
    end = time.monotonic() + _LONGEST_SECONDS
    while is_held(home.lock):
        if time.monotonic() > end:
            raise CommandFailed(
                f"the platform is still running after {_LONGEST_SECONDS:g} s (process {snapshot.supervisor})"
            )
        time.sleep(_INTERVAL_SECONDS)
    say("Stopped.")
