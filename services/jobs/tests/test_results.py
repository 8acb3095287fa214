"""What a job that has no answer of its operation is answered with."""

import json

import pytest

from flowforge_jobs.core.results import failure_of

ERROR = {"message": "What happened.", "retryable": False}


@pytest.mark.parametrize(
    ("status", "code", "answered"),
    [
        (422, "SAMPLE_REFUSED", 422),
        (500, "WORKER_CRASHED", 500),
        (200, "JOB_RESULT_NOT_JSON", 502),
        (None, "JOB_EXPIRED", 410),
        (None, "JOB_SERVICE_LOST", 502),
        (None, "JOB_SERVICE_UNAVAILABLE", 503),
        (None, "JOB_WORKER_LOST", 502),
        (None, "JOB_RESULT_TOO_LARGE", 422),
        (None, "JOB_RUN_BROKEN", 500),
    ],
)
def test_only_what_is_broken_is_a_500(status: int | None, code: str, answered: int) -> None:
    error = failure_of(status, json.dumps({"code": code, **ERROR}))
    assert (error.status, error.code, error.text) == (answered, code, "What happened.")


def test_an_error_that_is_missing_is_still_an_error() -> None:
    assert failure_of(None, None).code == "JOB_FAILED"
