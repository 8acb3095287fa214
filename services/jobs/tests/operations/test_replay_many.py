from pathlib import Path

from jobs_stand import Platform

PATH = "/api/v1/jobs"


def test_dead_letters_run_again(running: Platform, tmp_path: Path) -> None:
    with running.client(consumer="replayer") as client:
        made = []
        for number in range(3):
            request = {"trace": str(tmp_path / f"trace{number}"), "failures": 1}
            document = {"operation": "sample.work", "request": request, "max_attempts": 1}
            made.append(client.post(PATH, json=document).json()["id"])
        for job_id in made:
            assert running.ended(job_id, "replayer")["state"] == "dead"
        assert client.post(f"{PATH}/replay-many", json={"operation": "sample.add"}).json() == {"replayed": 0}
        assert client.post(f"{PATH}/replay-many", json={"limit": 2}).json() == {"replayed": 2}
        assert client.post(f"{PATH}/replay-many", json={}).json() == {"replayed": 1}
        for job_id in made:
            assert running.ended(job_id, "replayer")["state"] == "succeeded"
