"""How long to wait before a crashed part is started again."""

from dataclasses import dataclass

FIRST_SECONDS = 0.2
FACTOR = 2.0
LONGEST_SECONDS = 30.0
STABLE_SECONDS = 60.0


@dataclass
class Backoff:
    """Double the pause with each crash; a part that ran for a minute begins anew."""

    crashes: int = 0

    def after(self, lived_seconds: float) -> float:
        """Return the pause after a crash of a process that lived for *lived_seconds*."""
        if lived_seconds >= STABLE_SECONDS:
            self.crashes = 0
        pause = min(FIRST_SECONDS * FACTOR**self.crashes, LONGEST_SECONDS)
        self.crashes += 1
        return pause
