"""What a check says."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "optional", "missing"]


@dataclass(frozen=True)
class Finding:
    """One line: `missing` keeps the platform from running, `optional` only leaves something out."""

    subject: str
    verdict: Verdict
    detail: str
    advice: str = ""
