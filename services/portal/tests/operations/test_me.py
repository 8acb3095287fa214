import httpx


def test_the_caller_is_described(client: httpx.Client) -> None:
    answer = client.get("/api/v1/portal/me")
    assert answer.json() == {"id": "anonymous", "name": "anonymous", "tier": "anonymous"}
