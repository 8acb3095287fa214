"""What a caller prefers (RFC 7240): an answer now, within so many seconds, or a job."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs

from servicekit.http.request.request_state import RequestState

MAX_WAIT = "max_wait"
LONGEST_WAIT_SECONDS = 50.0  # gateways cut silence after 60
_WAIT = re.compile(r"wait\s*=\s*\"?(\d{1,6}(?:\.\d+)?)\"?")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Preference:
    """A job is wanted; its result is waited for so long."""

    wait_seconds: float
    applied: str


def preference_of(request: RequestState) -> Preference | None:
    """Return the preference for a job, None where the answer itself is wanted.

    `Prefer: respond-async`, `Prefer: wait=20`, both, or `?max_wait=20` for callers that set no headers.
    """
    given = request.headers.get(b"prefer")
    wait: float | None = None
    is_async = False
    if given is not None:
        words = [word.strip().lower() for word in given.decode("latin-1").split(",")]
        is_async = "respond-async" in words
        found = [match for word in words if (match := _WAIT.fullmatch(word))]
        wait = float(found[0][1]) if found else None
    if b"max_wait=" in request.query:
        wait = _max_wait(request.query) if wait is None else wait
    if wait is None and not is_async:
        return None
    applied = [*(["respond-async"] if is_async else []), *([f"wait={wait:g}"] if wait is not None else [])]
    return Preference(min(wait or 0.0, LONGEST_WAIT_SECONDS), ", ".join(applied))


def _max_wait(query: bytes) -> float | None:
    values = parse_qs(query.decode("latin-1")).get(MAX_WAIT, [])
    return float(values[0]) if values and _NUMBER.fullmatch(values[0].strip()) else None
