from pathlib import Path
from typing import Any

import httpx
import pytest
from jobs_stand import Platform

PATH = "/api/v1/jobs/pipelines"


def step(name: str, operation: str, request: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "operation": operation, "request": request, **more}


ADDING = [
    step("last", "sample.add", {"numbers": ["$steps.left.sum", "$steps.right.sum"]}),
    step("left", "sample.add", {"numbers": [1, "$parameters.number"]}),
    step("right", "sample.add", {"numbers": [3, 4]}),
]


def start(client: httpx.Client, steps: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    answer = client.post(PATH, json={"steps": steps, **options})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def test_values_go_from_step_to_step(client: httpx.Client, running: Platform) -> None:
    job = start(
        client, ADDING, parameters={"number": 2}, output={"sum": "$steps.last.sum", "from": ["$steps.left"]}
    )
    assert running.ended(job["id"])["state"] == "succeeded"
    result = client.get(job["result_url"]).json()
    assert result["output"] == {"sum": 10, "from": [{"sum": 3}]}
    assert {one["id"]: one["state"] for one in result["steps"]} == dict.fromkeys(
        ("left", "right", "last"), "succeeded"
    )


def test_files_are_passed_by_id(client: httpx.Client, running: Platform) -> None:
    steps = [
        step("first", "sample.reverse", {"file": {"base64": "YWJj", "name": "a.txt"}}),
        step("second", "sample.reverse", {"file": {"file_id": "$steps.first.file.file_id"}}),
    ]
    job = start(client, steps, output="$steps.second.file.sha256")
    assert running.ended(job["id"])["state"] == "succeeded"
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of "abc", FIPS 180-4
    assert client.get(job["result_url"]).json()["output"] == expected


def test_the_first_failure_ends_it(client: httpx.Client, running: Platform, tmp_path: Path) -> None:
    steps = [
        step("bad", "sample.work", {"trace": str(tmp_path / "bad"), "failures": 1, "fails_by": "refusal"}),
        step("next", "sample.work", {"trace": str(tmp_path / "next")}, needs=["bad"]),
    ]
    job = start(client, steps)
    ended = running.ended(job["id"])
    assert (ended["state"], ended["error"]["code"]) == ("failed", "SAMPLE_REFUSED")
    assert "Step 'bad'" in ended["error"]["message"]
    assert not (tmp_path / "next").exists()


def test_or_it_goes_on_without_what_needs_the_failed_step(client: httpx.Client, running: Platform) -> None:
    steps = [
        step("bad", "sample.add", {"numbers": []}, on_error="continue"),
        step("next", "sample.add", {"numbers": ["$steps.bad.sum"]}),
        step("other", "sample.add", {"numbers": [1]}),
    ]
    job = start(client, steps)
    assert running.ended(job["id"])["state"] == "succeeded"
    found = {one["id"]: one["state"] for one in client.get(job["result_url"]).json()["steps"]}
    assert found == {"bad": "failed", "next": "skipped", "other": "succeeded"}


def test_a_pipeline_survives_its_worker(client: httpx.Client, running: Platform, tmp_path: Path) -> None:
    steps = [
        step(f"s{number}", "sample.work", {"trace": str(tmp_path / str(number)), "seconds": 0.3}, needs=needs)
        for number, needs in enumerate([[], ["s0"], ["s1"]])
    ]
    job = start(client, steps)
    running.processes["worker"].kill()
    running.processes["worker"].start()
    assert running.ended(job["id"])["state"] == "succeeded"
    assert [(tmp_path / str(number)).read_text().count("ended") for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("steps", "code", "words"),
    [
        ([step("a", "sample.nothing", {})], "JOB_OPERATION_UNKNOWN", "sample.nothing"),
        ([step("a", "sample.add", {"numbers": [1]})] * 2, "PIPELINE_STEP_REPEATED", "'a'"),
        (
            [step("a", "sample.add", {"numbers": ["$steps.b.sum"]})],
            "PIPELINE_STEP_UNKNOWN",
            "steps[0].request.numbers[0]",
        ),
        ([step("a", "sample.add", {"numbers": [1]}, needs=["b"])], "PIPELINE_STEP_UNKNOWN", "steps[0].needs"),
        ([step("a", "sample.add", {"numbers": [1]}, needs=["a"])], "PIPELINE_CYCLE", "a -> a"),
        (
            [
                step("a", "sample.add", {"numbers": ["$steps.b.sum"]}),
                step("b", "sample.add", {"numbers": ["$steps.a.sum"]}),
            ],
            "PIPELINE_CYCLE",
            "circle",
        ),
        (
            [
                step("a", "sample.add", {"numbers": [1]}),
                step("b", "sample.add", {"numbers": ["$steps.a.total"]}),
            ],
            "PIPELINE_REFERENCE_WRONG",
            "$steps.a.total",
        ),
        ([step("a", "sample.add", {"numbers": ["$parameters.x"]})], "PIPELINE_REFERENCE_WRONG", "parameters"),
        ([step("a", "sample.add", {"digits": [1]})], "PIPELINE_FIELD_WRONG", "steps[0].request.digits"),
        ([step("a", "sample.add", {})], "PIPELINE_FIELD_WRONG", "steps[0].request.numbers"),
        ([step("a", "sample.add", {"numbers": "x"})], "VALIDATION_ERROR", "Step 'a'"),
        ([step("a", "sample.keep_quiet", {"secret": "x"})], "JOB_SECRET_REFUSED", "Step 'a'"),
        (
            [step(f"s{number}", "sample.add", {"numbers": [1]}) for number in range(10_000)],
            "VALIDATION_ERROR",
            "steps",
        ),
        ([], "VALIDATION_ERROR", "steps"),
    ],
)
def test_wrong_wiring_is_refused_with_its_place(
    client: httpx.Client, steps: list[dict[str, Any]], code: str, words: str
) -> None:
    for path in (PATH, f"{PATH}/validate"):
        answer = client.post(path, json={"steps": steps})
        error = answer.json()["error"]
        assert (answer.status_code, error["code"]) == (422, code), error
        assert words in error["message"]
