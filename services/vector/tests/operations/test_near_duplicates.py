import httpx


def test_pairs_are_joined_to_groups(client: httpx.Client) -> None:
    texts = [
        "The shop opens at nine in the morning.",
        "Trains leave at eight.",
        "The shop opens at 9 in the morning.",
        "the shop  opens at nine in the MORNING.",
    ]
    answer = client.post("/near-duplicates", json={"texts": texts}).json()
    assert [one["members"] for one in answer["groups"]] == [[0, 2, 3]]
    assert answer["unique"] == 2
    best = answer["pairs"][0]
    assert (best["first"], best["second"], best["exact"], best["similarity"]) == (0, 3, True, 1.0)
    assert answer["pairs_total"] == len(answer["pairs"]) == 3


def test_the_threshold_is_that_of_the_model(client: httpx.Client) -> None:
    texts = ["Der Laden öffnet um neun.", "Züge fahren um acht."]
    answer = client.post("/near-duplicates", json={"texts": texts, "model": "multilingual-e5-small"}).json()
    assert (answer["threshold"], answer["groups"]) == (0.96, [])
    loose = client.post("/near-duplicates", json={"texts": texts, "threshold": 0.01}).json()
    assert loose["threshold"] == 0.01


def test_many_equal_texts_end_in_time(client: httpx.Client) -> None:
    answer = client.post("/near-duplicates", json={"texts": ["same"] * 2000}).json()
    assert answer["pairs_total"] == 2000 * 1999 // 2
    assert len(answer["pairs"]) == 1000
    assert answer["unique"] == 1
