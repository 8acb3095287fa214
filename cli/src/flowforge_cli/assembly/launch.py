"""Start the supervisor and follow its status."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

from flowforge_cli.errors import AlreadyRunning, StartFailed
from flowforge_cli.home.folder import Home
from flowforge_cli.home.snapshot import Snapshot, read_snapshot
from flowforge_cli.supervision.log_files import last_lines, open_log, size_of
from flowforge_cli.supervision.plan import Plan, to_json
from flowforge_cli.supervision.run import ALREADY_RUNNING

_INTERVAL_SECONDS = 0.05


class Supervisor:
    """The supervisor process. Unless detached, it stops when this process exits."""

    def __init__(self, home: Home, plan: Plan, *, detached: bool) -> None:
        self._home = home
        self._log = home.logs / "supervisor.log"
        self._log_start = size_of(self._log)
        parent = () if detached else ("--with-parent", str(os.getpid()))
        log = open_log(self._log)
        try:
            self.process = subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-m", "flowforge_cli.supervision", *parent],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=home.path,
                text=True,
            )
        finally:
            os.close(log)
        assert self.process.stdin is not None  # noqa: S101 - it was asked for
        with self.process.stdin as plan_pipe:
            plan_pipe.write(to_json(plan))

    def snapshots(self, interval_seconds: float = _INTERVAL_SECONDS) -> Iterator[Snapshot]:
        """Yield the platform's status periodically until the supervisor exits."""
        while self.process.poll() is None:
            snapshot = self.snapshot()
            if snapshot is not None:
                yield snapshot
            time.sleep(interval_seconds)

    def snapshot(self) -> Snapshot | None:
        """Return the supervisor's last status; None before the first one."""
        snapshot = read_snapshot(self._home)
        return snapshot if snapshot is not None and snapshot.supervisor == self.process.pid else None

    def failure(self) -> Exception:
        """Return an error that describes why the supervisor exited."""
        if self.process.wait() == ALREADY_RUNNING:
            return AlreadyRunning("another 'flowforge up' has started the platform")
        lines = "\n".join(last_lines(self._log, since=self._log_start)) or "(no output)"
        return StartFailed(f"the supervisor ended with status {self.process.returncode}:\n{lines}")
