import hashlib
import json

from jobs_stand import Platform, until

PATH = "/api/v1/jobs/audit"


def test_the_log_is_a_chain_that_anybody_can_check(running: Platform) -> None:
    with running.client(consumer="auditor") as client:
        document = {"operation": "sample.add", "request": {"numbers": [1]}, "delay_seconds": 60}
        job = client.post("/api/v1/jobs", json=document).json()
        client.post(f"{job['url']}/cancel")
        client.post(f"{job['url']}/replay")
        client.post("/api/v1/jobs/webhooks/rotate")
        until(lambda: len(client.get(PATH).json()["entries"]) == 4)
        page = client.get(PATH).json()
        previous = "0" * 64
        for one in page["entries"]:
            fields = [
                previous,
                page["consumer"],
                one["number"],
                one["at"],
                one["action"],
                one["subject"],
                one["detail"],
            ]
            previous = hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()
            assert previous == one["hash"]
        actions = [one["action"] for one in page["entries"]]
        assert actions == ["job.created", "job.cancelled", "job.replayed", "webhook.key_rotated"]
        assert [one["number"] for one in client.get(PATH, params={"after": 3}).json()["entries"]] == [4]
