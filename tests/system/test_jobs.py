"""Jobs through the gateway: the worker and the scheduler of the platform run them."""

import json

import httpx
import pytest
from system_stand.platform import Platform, wait_for
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flowforge_jobs.operations.pipelines.create import EXAMPLE

pytestmark = pytest.mark.system

POWER = {"expression": "2^10"}


def test_any_operation_is_a_job_when_asked(client: httpx.Client) -> None:
    accepted = client.post("/api/v1/math/evaluate", json=POWER, headers={"Prefer": "respond-async"})
    assert accepted.status_code == 202, accepted.text
    address = accepted.headers["location"]
    wait_for(lambda: client.get(address).json()["state"] == "succeeded", 60)
    assert client.get(f"{address}/result").json()["result"]["value"] == 1024
    direct = client.post("/api/v1/math/evaluate", json=POWER)
    assert client.get(f"{address}/result").json() == direct.json()


def test_a_key_for_some_services_reaches_no_other_through_jobs(platform: Platform) -> None:
    narrow = platform.key("narrow-jobs", "--service", "crypto", "--service", "jobs")
    with platform.client(narrow) as client:
        job = {"operation": "math.evaluate", "input": POWER}
        for address in ("/api/v1/jobs", "/api/v1/jobs/", "/api/v1/jobs/batches", "/api/v1/jobs/pipelines"):
            assert client.post(address, json=job).status_code == 403
        accepted = client.post("/api/v1/crypto/hash", json={"text": "a"}, headers={"Prefer": "respond-async"})
        assert accepted.status_code == 202, accepted.text
        wait_for(lambda: client.get(accepted.headers["location"]).json()["state"] == "succeeded", 60)


def test_the_pipeline_of_the_documents_runs(client: httpx.Client) -> None:
    accepted = client.post("/api/v1/jobs/pipelines", json=EXAMPLE)
    assert accepted.status_code == 201, accepted.text
    address = f"/api/v1/jobs/{accepted.json()['id']}"
    wait_for(lambda: client.get(address).json()["state"] in {"succeeded", "failed"}, 60)
    assert client.get(f"{address}/result").json()["output"] == {"result": 3}


def test_events_pass_the_gateway_over_a_websocket(platform: Platform, key: str, client: httpx.Client) -> None:
    accepted = client.post("/api/v1/math/evaluate", json=POWER, headers={"Prefer": "respond-async"})
    address = f"{platform.address.replace('http', 'ws', 1)}{accepted.headers['location']}/events"
    with connect(address, additional_headers={"X-API-Key": key}) as socket:
        assert [json.loads(message)["event"] for message in socket] == ["queued", "running", "succeeded"]
    with connect(f"{address}?last_event_id=2", additional_headers={"X-API-Key": key}) as socket:
        assert [json.loads(message)["event"] for message in socket] == ["succeeded"]
    with pytest.raises(InvalidStatus) as refused, connect(address):
        pass
    assert refused.value.response.status_code == 401
