"""What becomes of a job after a try: its end, or another try."""

import json
import random
from dataclasses import dataclass
from typing import Any

from flowforge_jobs.core.relaying import error_in
from flowforge_jobs.core.services import Answer
from flowforge_jobstore.records import Claim, Outcome

MAX_CRASHES = 3
_JSON = "application/json"
_LONGEST_SECONDS = 600.0
_BUSY = (429, 503)
_IN_FLIGHT = "IDEMPOTENCY_KEY_IN_USE"
_CRASHED = "WORKER_CRASHED"
_JITTER = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Try again after a pause. *counts*: the try was an attempt."""

    delay_seconds: float
    counts: bool
    crashed: bool = False
    error: str | None = None


Decision = Outcome | TryAgain


def pause(attempt: int) -> float:
    """Return the pause behind an attempt: it doubles from a second on, and half of it is chance."""
    longest = min(2.0 ** (attempt - 1), _LONGEST_SECONDS)
    return longest * (0.5 + _JITTER.random() / 2)


def decide(claim: Claim, answer: Answer) -> Decision:
    """Read the answer of an operation. The result is the body of a 2xx answer."""
    if 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP's success
        return _succeeded(answer)
    error = error_in(answer.status, answer.body)
    if error["code"] == _CRASHED:
        return _retry(claim, error, answer, crashed=True)
    if answer.status in _BUSY and error["retryable"]:
        return TryAgain(answer.retry_after or 1.0, counts=False, error=json.dumps(error))
    if error["code"] == _IN_FLIGHT:
        return TryAgain(answer.retry_after or 1.0, counts=False)
    if error["retryable"]:
        return _retry(claim, error, answer)
    return Outcome("failed", status=answer.status, error=json.dumps(error))


def is_result(answer: Answer) -> bool:
    """Return whether an answer is one that a job keeps as its result."""
    return 200 <= answer.status < 300 and answer.media_type == _JSON  # noqa: PLR2004 - HTTP's success


def _succeeded(answer: Answer) -> Outcome:
    if (answer.body or answer.file) and answer.media_type != _JSON:
        message = f"The operation answered {answer.media_type or 'an unknown type'}, where a job needs JSON."
        error = {"code": "JOB_RESULT_NOT_JSON", "message": message, "retryable": False}
        return Outcome("failed", status=answer.status, error=json.dumps(error))
    return Outcome("succeeded", status=answer.status, result=answer.body)


def _retry(
    claim: Claim, error: dict[str, Any], answer: Answer | None = None, *, crashed: bool = False
) -> Decision:
    status = answer.status if answer is not None else None
    if crashed and claim.crashes + 1 >= MAX_CRASHES:
        return Outcome("dead", status=status, error=json.dumps(error), reason="worker_crashed")
    if claim.attempt >= claim.max_attempts and not crashed:
        return Outcome("dead", status=status, error=json.dumps(error), reason="retries_exhausted")
    delay = max(pause(claim.attempt), (answer.retry_after if answer is not None else None) or 0.0)
    return TryAgain(delay, counts=not crashed, crashed=crashed, error=json.dumps(error))


def unreached() -> Decision:
    """The service is not there: nothing was begun, so this is no attempt."""
    error = {"code": "JOB_SERVICE_UNAVAILABLE", "message": _AWAY, "retryable": True}
    return TryAgain(1.0 + _JITTER.random(), counts=False, error=json.dumps(error))


def cut(claim: Claim) -> Decision:
    """The service went away during the call: the call may be what ended it."""
    return _retry(claim, {"code": "JOB_SERVICE_LOST", "message": _CUT, "retryable": True}, crashed=True)


def broken(claim: Claim) -> Decision:
    """Something unforeseen happened in the worker: a run cannot go on, a call is tried again."""
    error = {"code": "JOB_RUN_BROKEN", "message": _BROKEN, "retryable": False}
    if claim.kind != "call" or claim.attempt >= claim.max_attempts:
        return Outcome("dead", error=json.dumps(error), reason="broken")
    return TryAgain(pause(claim.attempt), counts=True, error=json.dumps(error))


def too_large(limit: int) -> Decision:
    message = (
        f"The result has more than {limit} bytes, the most that is kept here: request less, or ask the "
        "operators to configure a file store or a higher limit."
    )
    error = {"code": "JOB_RESULT_TOO_LARGE", "message": message, "retryable": False}
    return Outcome("failed", error=json.dumps(error))


_AWAY = "The service of the operation does not answer. The job is tried again."
_BROKEN = "The job cannot go on: it is damaged, or its worker failed. The log of the worker says more."
_CUT = "The service of the operation stopped while it worked on this job."
