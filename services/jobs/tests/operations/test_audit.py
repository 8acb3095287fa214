import hashlib
import json
from typing import Any

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
        assert broken_links(page) == []
        actions = [one["action"] for one in page["entries"]]
        assert actions == ["job.created", "job.cancelled", "job.replayed", "webhook.key_rotated"]
        assert [one["number"] for one in client.get(PATH, params={"after": 3}).json()["entries"]] == [4]


def test_files_stand_in_the_same_chain_with_the_job_that_made_them(running: Platform) -> None:
    request = {"file": {"base64": "YWJj", "name": "a.txt"}}
    with running.client(consumer="filer") as client:
        job = client.post("/api/v1/jobs", json={"operation": "sample.reverse", "request": request}).json()
        running.ended(job["id"], "filer")
        file_id = client.get(job["result_url"]).json()["file"]["file_id"]

        def made() -> list[dict[str, str]]:
            return [one for one in client.get(PATH).json()["entries"] if one["subject"] == file_id]

        (entry,) = until(made)
        assert (entry["action"], json.loads(entry["detail"])["job"]) == ("file.created", job["id"])
        assert broken_links(client.get(PATH).json()) == []


def broken_links(page: dict[str, Any]) -> list[int]:
    """Return the numbers of the entries whose hash is wrong."""
    previous, wrong = "0" * 64, []
    for one in page["entries"]:
        what = [one[name] for name in ("number", "at", "action", "subject", "detail")]
        text = json.dumps([previous, page["consumer"], *what], separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != one["hash"]:
            wrong.append(one["number"])
        previous = one["hash"]
    return wrong
