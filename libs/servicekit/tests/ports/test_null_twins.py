import pytest

from servicekit.ports.files import FileStore, FileStoreNotConfigured, NullFileStore
from servicekit.ports.idempotency import Fresh, IdempotencyStore, NullIdempotency, Replay
from servicekit.ports.jobs import JobQueue, JobRequest, JobsNotConfigured, JobState, NullJobQueue


async def test_without_a_queue_every_use_is_a_clear_error() -> None:
    queue: JobQueue = NullJobQueue()
    request = JobRequest(operation_id="math.evaluate", consumer_id="ann", request_id="r", body=b"{}")
    for use in (
        queue.submit(request),
        queue.status("ann", "j"),
        queue.cancel("ann", "j"),
        queue.result("ann", "j"),
    ):
        with pytest.raises(JobsNotConfigured, match="call the operation directly"):
            await use


async def test_without_idempotency_every_request_is_carried_out() -> None:
    store: IdempotencyStore = NullIdempotency()
    assert await store.begin("ann", "k", "digest") == Fresh()
    await store.finish("ann", "k", Replay(status=200, headers=(), body=b"{}"))
    assert await store.begin("ann", "k", "another") == Fresh()
    await store.abandon("ann", "k")


def test_jobs_end_in_three_ways() -> None:
    assert [state.value for state in JobState if state.ended] == ["succeeded", "failed", "cancelled"]


async def test_without_a_file_store_a_file_id_is_a_clear_error_and_a_url_is_somebody_else_s() -> None:
    store: FileStore = NullFileStore()
    assert await store.find("ann", "https://example.com/a") is None
    with pytest.raises(FileStoreNotConfigured, match="send the file itself"):
        await store.find("ann", "file_1")
