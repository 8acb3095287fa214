from collections.abc import Callable
from typing import Any

import httpx
from jobs_stand import Platform, until
from jobs_stand.receiver import receiver

Submit = Callable[..., dict[str, Any]]


def test_a_delivery_is_sent_again(
    client: httpx.Client, bob: httpx.Client, running: Platform, submit: Submit
) -> None:
    with receiver() as hook:
        job = submit(callback_url=hook.url)
        until(lambda: hook.messages)
        running.ended(job["id"])
        (one,) = client.get(f"{job['url']}/deliveries").json()["deliveries"]
        path = f"{job['url']}/deliveries/{one['id']}/replay"
        assert bob.post(path).status_code == 404
        assert client.post(path).is_success
        until(lambda: len(hook.messages) == 2)
    unknown = client.post(f"{job['url']}/deliveries/msg_0/replay")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "JOB_DELIVERY_NOT_FOUND")
