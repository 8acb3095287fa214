import httpx


def test_each_consumer_has_a_secret_of_its_own(client: httpx.Client, bob: httpx.Client) -> None:
    first = client.get("/api/v1/jobs/webhooks/secret").json()
    assert first == client.get("/api/v1/jobs/webhooks/secret").json()
    assert first["secret"].startswith("whsec_")
    other = bob.get("/api/v1/jobs/webhooks/secret").json()["secret"]
    assert other != first["secret"]
