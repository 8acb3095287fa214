"""Exponential backoff between restarts."""

from dataclasses import dataclass

FIRST_SECONDS = 0.2
FACTOR = 2.0
LONGEST_SECONDS = 30.0
STABLE_SECONDS = 60.0


@dataclass
class Backoff:
    """Doubles the pause with each crash, and resets after a minute of uptime."""

    crashes: int = 0

    def after(self, uptime_seconds: float) -> float:
        """Return the pause after a crash of a process with this uptime."""
        if uptime_seconds >= STABLE_SECONDS:
            self.crashes = 0
        pause = min(FIRST_SECONDS * FACTOR**self.crashes, LONGEST_SECONDS)
        self.crashes += 1
        return pause
