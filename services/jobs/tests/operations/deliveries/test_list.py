import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from jobs_stand import Platform, until
from jobs_stand.receiver import Receiver, receiver
from standardwebhooks import Webhook

from servicekit.testing import serve

Submit = Callable[..., dict[str, Any]]
SECRET = "/api/v1/jobs/webhooks/secret"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as started:
        yield started


def deliveries(client: httpx.Client, job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{job['url']}/deliveries").json()["deliveries"]
    return found


def test_the_end_of_a_job_is_delivered_signed(client: httpx.Client, submit: Submit, hook: Receiver) -> None:
    job = submit(callback_url=hook.url)
    until(lambda: hook.messages)
    headers, body = hook.messages[0]
    secret = client.get(SECRET).json()["secret"]
    message = Webhook(secret).verify(body, headers)
    assert message["type"] == "job.succeeded"
    assert (message["data"]["id"], message["data"]["result_url"]) == (job["id"], job["result_url"])
    (one,) = until(lambda: [found for found in deliveries(client, job) if found["state"] == "delivered"])
    assert (one["id"], one["attempts"][0]["status"]) == (headers["webhook-id"], 204)


def test_the_crypto_service_verifies_it(client: httpx.Client, submit: Submit, hook: Receiver) -> None:
    from flowforge_crypto.app import app  # noqa: PLC0415 - a service of its own, only for this test

    submit(request={"numbers": []}, callback_url=hook.url)
    until(lambda: hook.messages)
    headers, body = hook.messages[0]
    assert json.loads(body)["data"]["error"]["code"] == "SAMPLE_NOTHING_TO_ADD"
    document = {
        "provider": "standard-webhooks",
        "body": body.decode(),
        "headers": {name: value for name, value in headers.items() if name.startswith("webhook-")},
        "secret": client.get(SECRET).json()["secret"],
    }
    with serve(app) as url:
        verified = httpx.post(f"{url}/api/v1/crypto/webhook/verify", json=document).json()
    assert verified["valid"], verified


def test_a_refused_delivery_is_tried_again(client: httpx.Client, submit: Submit, hook: Receiver) -> None:
    hook.answers = [500]
    job = submit(callback_url=hook.url)
    (one,) = until(lambda: [found for found in deliveries(client, job) if found["state"] == "delivered"])
    assert [attempt["status"] for attempt in one["attempts"]] == [500, 204]
    assert len({headers["webhook-id"] for headers, _ in hook.messages}) == 1


def test_a_receiver_that_is_gone_is_not_asked_again(
    client: httpx.Client, submit: Submit, hook: Receiver
) -> None:
    hook.answers = [410]
    job = submit(callback_url=hook.url)
    (one,) = until(lambda: [found for found in deliveries(client, job) if found["state"] == "failed"])
    assert len(one["attempts"]) == 1


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://[::]:80/", "ftp://example.com/x", "example", "http://"]
)
def test_an_address_that_is_never_sent_to_is_refused(running: Platform, url: str) -> None:
    with running.client() as client:
        document = {"operation": "sample.add", "request": {"numbers": [1]}, "callback_url": url}
        answer = client.post("/api/v1/jobs", json=document)
    assert answer.status_code == 422, answer.text
    assert "callback_url" in answer.json()["error"]["message"]
