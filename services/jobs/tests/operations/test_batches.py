from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import Platform, until

PATH = "/api/v1/jobs/batches"


def start(
    client: httpx.Client, operation: str, requests: list[dict[str, Any]], **options: Any
) -> dict[str, Any]:
    answer = client.post(PATH, json={"operation": operation, "requests": requests, **options})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_an_answer_or_an_error_for_each_item(client: httpx.Client, running: Platform) -> None:
    requests: list[dict[str, Any]] = [{"numbers": [number, 1]} for number in range(20)]
    requests[7] = {"numbers": []}
    requests[8] = {"numbers": "x"}
    job = start(client, "sample.add", requests)
    assert (job["kind"], job["operation"]) == ("batch", "sample.add")
    assert running.ended(job["id"])["state"] == "succeeded"
    result = client.get(job["result_url"]).json()
    assert (result["succeeded"], result["failed"]) == (18, 2)
    by_id = {step["id"]: step for step in result["steps"]}
    assert by_id["3"]["result"] == {"sum": 4}
    assert by_id["7"]["error"]["code"] == "SAMPLE_NOTHING_TO_ADD"
    assert by_id["8"]["error"]["code"] == "VALIDATION_ERROR"
    assert job["id"] in [one["id"] for one in client.get("/api/v1/jobs").json()["jobs"]]


def test_a_batch_may_end_with_its_first_failure(client: httpx.Client, running: Platform) -> None:
    requests: list[dict[str, Any]] = [{"numbers": []}, {"numbers": [1]}, {"numbers": [2]}]
    job = start(client, "sample.add", requests, on_error="stop", parallel=1)
    running.ended(job["id"])
    states = [step["state"] for step in client.get(job["result_url"]).json()["steps"]]
    assert states == ["failed", "skipped", "skipped"]


def test_a_batch_goes_on_where_its_worker_was_lost(
    client: httpx.Client, running: Platform, tmp_path: Path
) -> None:
    requests = [{"trace": str(tmp_path / str(number)), "seconds": 0.2} for number in range(8)]
    job = start(client, "sample.work", requests, parallel=2)
    until((tmp_path / "2").exists)
    running.processes["worker"].kill()
    running.processes["worker"].start()
    assert running.ended(job["id"])["state"] == "succeeded"
    assert client.get(job["result_url"]).json()["succeeded"] == 8
    ended = [(tmp_path / str(number)).read_text().count("ended") for number in range(8)]
    assert ended == [1] * 8


def test_a_batch_is_cancelled_with_its_items(client: httpx.Client, running: Platform, tmp_path: Path) -> None:
    requests = [{"trace": str(tmp_path / str(number)), "seconds": 30} for number in range(4)]
    job = start(client, "sample.work", requests, parallel=2)
    until((tmp_path / "1").exists)
    client.post(f"{job['url']}/cancel")
    assert running.ended(job["id"])["state"] == "cancelled"

    def all_ended() -> bool:
        states = [step["state"] for step in client.get(f"{job['url']}/steps").json()["steps"]]
        return sorted(states) == ["cancelled", "cancelled", "skipped", "skipped"]

    until(all_ended)


@pytest.mark.parametrize(
    ("operation", "requests", "code"),
    [
        ("sample.keep_quiet", [{"secret": "x"}], "JOB_SECRET_REFUSED"),
        ("sample.nothing", [{}], "JOB_OPERATION_UNKNOWN"),
        ("sample.add", [], "VALIDATION_ERROR"),
        ("sample.add", [{}] * 1001, "VALIDATION_ERROR"),
    ],
)
def test_refusals(client: httpx.Client, operation: str, requests: list[dict[str, Any]], code: str) -> None:
    answer = client.post(PATH, json={"operation": operation, "requests": requests})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
