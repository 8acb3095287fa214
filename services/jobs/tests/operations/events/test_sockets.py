"""The events of jobs over WebSocket."""

import json
from typing import Any

import pytest
from jobs_stand import SECRET, Platform
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

ADD = {"operation": "sample.add", "request": {"numbers": [1, 2]}}
HEADERS = {"X-Gateway-Secret": SECRET, "X-User-Id": "socket", "X-Consumer-Tier": "free"}


def address(running: Platform, path: str) -> str:
    return running.urls["jobs"].replace("http", "ws", 1) + path


def messages(running: Platform, path: str) -> list[dict[str, Any]]:
    """Return all messages until the service closes the connection."""
    with connect(address(running, path), additional_headers=HEADERS) as socket:
        return [json.loads(message) for message in socket]


def test_a_job_is_followed_to_its_end_with_the_same_documents(running: Platform) -> None:
    with running.client(consumer="socket") as client:
        job = client.post("/api/v1/jobs", json=ADD).json()
        found = messages(running, f"{job['url']}/events")
        assert [one["event"] for one in found] == ["queued", "running", "succeeded"]
        assert [one["id"] for one in found] == ["1", "2", "3"]
        told = client.get(f"{job['url']}/events").json()["events"]
        assert [one["data"] for one in found] == [one["data"] for one in told]
    later = messages(running, f"{job['url']}/events?last_event_id=2")
    assert [one["event"] for one in later] == ["succeeded"]


def test_all_jobs_are_followed(running: Platform) -> None:
    headers = {**HEADERS, "X-User-Id": "socket-of-all"}
    with (
        running.client(consumer="socket-of-all") as client,
        connect(address(running, "/api/v1/jobs/events"), additional_headers=headers) as socket,
    ):
        begin = json.loads(socket.recv())
        assert (begin["event"], begin["data"]) == ("connected", {})
        job = client.post("/api/v1/jobs", json=ADD).json()
        found = [json.loads(socket.recv()) for _ in range(3)]
        assert [(one["data"]["job_id"], one["event"]) for one in found] == [
            (job["id"], kind) for kind in ("queued", "running", "succeeded")
        ]
        path = f"/api/v1/jobs/events?last_event_id={found[0]['id']}"
        with connect(address(running, path), additional_headers=headers) as again:
            assert json.loads(again.recv())["event"] == "connected"
            assert [json.loads(again.recv())["event"] for _ in range(2)] == ["running", "succeeded"]


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/api/v1/jobs/events", {}, 401, "GATEWAY_REQUIRED"),
        ("/api/v1/jobs/01890163-8694-739b-aea5-966c26f8ad91/events", HEADERS, 404, "JOB_NOT_FOUND"),
        ("/api/v1/jobs/events?last_event_id=x", HEADERS, 422, "JOB_EVENT_ID_INVALID"),
    ],
)
def test_a_refusal_is_the_answer_to_the_handshake(
    running: Platform, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(address(running, path), additional_headers=headers):
        pass
    response = refused.value.response
    assert response.status_code == status
    assert json.loads(response.body or b"{}")["error"]["code"] == code
