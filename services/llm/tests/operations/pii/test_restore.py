import httpx


def test_values_are_put_back(client: httpx.Client) -> None:
    request = {
        "text": "Dear [person_1], we wrote to [EMAIL_1] and [EMAIL_9].",
        "map": {"[PERSON_1]": "Ada", "[EMAIL_1]": "ada@example.org", "[IP_1]": "192.0.2.1"},
    }
    assert client.post("/pii/restore", json=request).json() == {
        "text": "Dear Ada, we wrote to ada@example.org and [EMAIL_9].",
        "restored": {"[PERSON_1]": 1, "[EMAIL_1]": 1, "[IP_1]": 0},
    }


def test_an_empty_map_changes_nothing(client: httpx.Client) -> None:
    answer = client.post("/pii/restore", json={"text": "a [EMAIL_1]", "map": {}})
    assert answer.json() == {"text": "a [EMAIL_1]", "restored": {}}
