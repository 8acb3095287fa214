"""What comes back from a worker process when everything is well, and when the handler raises."""

import hashlib
import logging
import math
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from workloads.plain import DigestForm, Report, UnlovedNumber

from servicekit.errors import Conflict, InternalError, TimedOut
from servicekit.execution.transport.calls import WorkerCall, WorkerCrashed, target_of
from servicekit.execution.worker_pool import WorkerPool
from servicekit.operations.forms import FileInput
from servicekit.operations.outputs import FileOutput
from servicekit.operations.runs import Process

Call = Callable[..., Awaitable[Any]]


async def test_a_model_comes_back_as_the_declared_class(call: Call) -> None:
    answer = await call("plain:add", 1)
    assert (type(answer).__name__, answer.total, answer.remark) == ("Sum", 3.0, None)


async def test_an_asynchronous_handler_runs(call: Call) -> None:
    assert (await call("plain:add_asynchronously", 1)).total == 3.0


async def test_not_a_number_and_aliases_survive(call: Call) -> None:
    inner = (await call("plain:not_a_number", 5)).inner
    assert math.isnan(inner[0])
    assert inner[1:] == [math.inf, 5.0]


async def test_a_declared_error_comes_back_as_its_class(call: Call) -> None:
    with pytest.raises(UnlovedNumber) as caught:
        await call("plain:add", 13)
    assert caught.value.text == "'left' must not be 13."
    assert [detail.model_dump() for detail in caught.value.details] == [{"field": "left", "message": "is 13"}]


async def test_a_kind_of_the_kit_needs_no_declaration(call: Call) -> None:
    with pytest.raises(Conflict, match=r"Fifteen is taken\."):
        await call("plain:add", 15)


async def test_an_undeclared_error_is_an_internal_one(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(InternalError):
        await call("plain:add", 14)
    assert "UNDECLARED" in caplog.text


async def test_an_unclassified_failure_is_logged_and_not_told(
    call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(InternalError) as caught:
        await call("hostile:raise_plainly")
    assert "secret" not in caught.value.text
    assert "ZeroDivisionError: the secret detail" in caplog.text


@pytest.mark.parametrize(
    "target", ["hostile:exit_politely", "hostile:return_a_dictionary", "plain:unencodable"]
)
async def test_a_mistaken_handler_is_an_internal_error_and_the_worker_lives(
    call: Call, pool: WorkerPool, target: str
) -> None:
    with pytest.raises(InternalError) as caught:
        await call(target)
    assert not isinstance(caught.value, WorkerCrashed)
    assert (await call("plain:add")).worker in pool.pids
    assert len(pool.pids) == 1


async def test_files_go_in_as_paths(pool: WorkerPool, tmp_path: Path) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(b"content")
    file = FileInput(path, 7, hashlib.sha256(b"content").hexdigest(), "text/plain", "in.txt")
    request = WorkerCall("workloads.plain:digest", {"form": DigestForm(file=file)}, tmp_path)
    answer = await pool.run(request, deadline=time.monotonic() + 20, limits=Process())
    assert answer.model_dump() == {"text": "content", "sha256": file.sha256}


@pytest.mark.parametrize("size", [0, 5, 300_000, 20_000_000])
async def test_a_file_comes_back_whole(call: Call, size: int) -> None:
    answer = await call("plain:in_bytes", size)
    content = answer.data if isinstance(answer.data, bytes) else answer.data.read_bytes()
    assert content == b"a" * size
    assert (answer.media_type, answer.name, answer.report) == ("text/plain", "a.txt", Report(pages=3))


async def test_several_files_and_pieces_come_back(call: Call) -> None:
    answer = await call("plain:in_pieces", 1000, context=True)
    assert [_content(file) for file in answer.files] == [b"piece" * 1000, b"made", b"inline"]
    assert answer.name == "all.zip"


async def test_many_files_come_back_whole_in_their_order(call: Call) -> None:
    """The first go into the frame, the next into the window, the last to disk."""
    answer = await call("plain:in_many_files", 60)
    assert [_content(file) for file in answer.files] == [bytes([number]) * 100_000 for number in range(60)]


def _content(file: FileOutput[Any]) -> bytes:
    assert isinstance(file.data, bytes | Path)
    return file.data if isinstance(file.data, bytes) else file.data.read_bytes()


async def test_an_error_half_way_through_the_pieces_is_an_error(call: Call) -> None:
    with pytest.raises(Conflict, match=r"Half way\."):
        await call("plain:failing_pieces")


async def test_a_model_larger_than_a_frame_is_a_resource_limit(call: Call) -> None:
    assert len((await call("plain:large_model", 10_000_000)).text) == 10_000_000
    with pytest.raises(InternalError.__base__, match="64 MiB of JSON"):  # type: ignore[arg-type]  # OperationError
        await call("plain:large_model", 70_000_000)


async def test_progress_crosses_the_pipe_without_a_flood(call: Call) -> None:
    seen: list[tuple[float, float, str]] = []
    answer = await call("plain:progress", 3, context=True, on_progress=lambda *report: seen.append(report))
    assert seen[:4] == [(0, 3, "begun"), (1, 3, ""), (2, 3, ""), (3, 3, "")]
    assert len(seen) < 50
    assert answer.remark == "request-1"


async def test_a_failing_listener_to_progress_does_not_fail_the_call(
    call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    assert (await call("plain:progress", 1, context=True, on_progress=fail)).remark == "request-1"
    assert "a listener to progress failed" in caplog.text


async def test_the_handler_can_ask_whether_it_is_late(call: Call) -> None:
    await call("plain:add")
    with pytest.raises(TimedOut, match=r"0\.2 seconds"):
        await call("plain:checks", context=True, seconds=0.2)


async def test_a_worker_has_no_store(call: Call, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(InternalError):
        await call("plain:store", context=True)
    assert "a handler in a worker process has no store" in caplog.text


async def test_what_a_handler_prints_is_logged_and_bounded(
    call: Call, caplog: pytest.LogCaptureFixture, eventually: Callable[[Callable[[], bool]], Awaitable[None]]
) -> None:
    caplog.set_level(logging.INFO)
    assert (await call("plain:print_lines")).total == 3
    await eventually(lambda: "warned" in caplog.text)
    assert "worker printed: said aloud" in caplog.text
    assert "worker printed: said under the breath" in caplog.text
    assert max(len(record.getMessage()) for record in caplog.records) < 5_000
    assert len(caplog.text) < 150_000
    assert {record.__dict__["request_id"] for record in caplog.records if "said" in record.message} == {
        "request-1"
    }


def test_only_a_function_of_a_module_has_a_target() -> None:
    assert target_of(Path.cwd.__func__.__globals__["Path"]) == "pathlib:Path"  # type: ignore[attr-defined]  # a classmethod
    with pytest.raises(ValueError, match="define it at the top"):
        target_of(lambda: None)
