import httpx
from jobs_stand import Platform

PATH = "/api/v1/jobs/pipelines/validate"


def test_a_dry_run_starts_nothing(running: Platform) -> None:
    steps = [
        {"id": "b", "operation": "sample.add", "request": {"numbers": ["$steps.a.sum"]}},
        {"id": "a", "operation": "sample.add", "request": {"numbers": [1]}},
    ]
    with running.client(consumer="dry") as client:
        checked = client.post(PATH, json={"steps": steps}).json()
        assert checked == {"valid": True, "cost": 2, "order": ["a", "b"]}
        assert client.get("/api/v1/jobs").json()["jobs"] == []


def test_a_reference_in_the_output_is_checked(client: httpx.Client) -> None:
    steps = [{"id": "a", "operation": "sample.add", "request": {"numbers": [1]}}]
    answer = client.post(PATH, json={"steps": steps, "output": {"x": "$steps.b.sum"}})
    error = answer.json()["error"]
    assert (error["code"], "output.x" in error["message"]) == ("PIPELINE_STEP_UNKNOWN", True)
