from dataclasses import replace

import pytest

from flowforge_llm.core.apis.openai.batch_repository import job_of
from flowforge_llm.core.apis.openai.batch_states import gone, shown
from flowforge_llm.core.apis.openai.batches import BatchOutcome, KeptBatch, new_batch_id
from servicekit import BackgroundJob

KEPT = KeptBatch(
    id="batch_" + "a" * 32,
    job_id="j",
    endpoint="/v1/embeddings",
    input_file_id="file_1",
    created_at=1000,
    metadata={"for": "tests"},
)
QUEUED = BackgroundJob("j", "queued", False, 0, 0, None, None, None, None)  # noqa: FBT003 - a dataclass's fields
RUNNING = replace(QUEUED, state="running", started_at=1001.5, done=3, total=9)
ENDED = replace(RUNNING, ended_at=1010.9)
OUTCOME = BatchOutcome(output_file_id="file_2", error_file_id=None, total=9, completed=8, failed=1)


@pytest.mark.parametrize(
    ("job", "status"),
    [
        (QUEUED, "validating"),
        (RUNNING, "in_progress"),
        (replace(RUNNING, cancelling=True), "cancelling"),
        (replace(ENDED, state="succeeded"), "completed"),
        (replace(ENDED, state="cancelled"), "cancelled"),
        (replace(ENDED, state="failed", error=("BATCH_EMPTY", "It is empty.")), "failed"),
        (replace(ENDED, state="dead", error=None), "failed"),
        (replace(ENDED, state="dead", reason="expired"), "expired"),
    ],
)
def test_states_and_times(job: BackgroundJob, status: str) -> None:
    document = shown(KEPT, job, OUTCOME if status == "completed" else None)
    assert document.status == status
    times = {
        name: getattr(document, f"{name}_at") for name in ("completed", "failed", "expired", "cancelled")
    }
    assert {name for name, time in times.items() if time == 1010} == {status} & set(times)
    assert (document.errors is not None) == (status == "failed")
    assert document.metadata == {"for": "tests"}


def test_counts_are_those_of_the_progress_and_then_of_the_outcome() -> None:
    running = shown(KEPT, RUNNING, None).request_counts
    assert (running.total, running.completed, running.failed) == (9, 3, 0)
    ended = shown(KEPT, replace(ENDED, state="succeeded"), OUTCOME).request_counts
    assert (ended.total, ended.completed, ended.failed) == (9, 8, 1)


def test_a_batch_whose_job_is_gone_has_expired() -> None:
    assert (gone(KEPT).status, gone(KEPT).expired_at) == ("expired", 1000 + 86_400)


def test_ids_name_their_job_and_sort_newest_first() -> None:
    ids = [new_batch_id() for _ in range(3)]
    assert len(set(map(job_of, ids))) == 3
    assert ids[0][:16] >= ids[-1][:16]
