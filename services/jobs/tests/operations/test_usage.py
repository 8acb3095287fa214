from datetime import UTC, datetime, timedelta

from jobs_stand import Platform, until

PATH = "/api/v1/jobs/usage"


def test_ended_jobs_are_summed_up_once(running: Platform) -> None:
    with running.client(consumer="spender") as client:
        for numbers in ([1], [2], []):
            document = {"operation": "sample.add", "request": {"numbers": numbers}}
            client.post("/api/v1/jobs", json=document).raise_for_status()
        steps = [{"id": "a", "operation": "sample.add", "request": {"numbers": [1]}}]
        client.post("/api/v1/jobs/pipelines", json={"steps": steps}).raise_for_status()

        def counted() -> dict[tuple[str, str], tuple[int, int]] | None:
            usage = client.get(PATH).raise_for_status().json()["usage"]
            found = {(one["operation"], one["state"]): (one["jobs"], one["cost"]) for one in usage}
            return found if sum(jobs for jobs, _ in found.values()) == 5 else None

        assert until(counted) == {
            ("sample.add", "succeeded"): (3, 3),
            ("sample.add", "failed"): (1, 1),
            ("jobs.pipelines.create", "succeeded"): (1, 0),
        }
        before = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
        assert client.get(PATH, params={"last": before}).json() == {"usage": []}


def test_a_day_that_is_none(running: Platform) -> None:
    with running.client() as client:
        answer = client.get(PATH, params={"first": "yesterday"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")
