import httpx

TEXTS = [
    "Red apples are sweet.",
    "Green apples are sour.",
    "Apples grow on trees.",
    "The fast train leaves at eight.",
    "The night train is late.",
    "Trains stop at the station.",
    "The striker scored a goal.",
    "The goal decided the football match.",
    "Our football team lost the match.",
]


def test_groups_and_their_words(client: httpx.Client) -> None:
    answer = client.post("/cluster", json={"texts": TEXTS, "clusters": 3}).json()
    assert {tuple(sorted(one["members"])) for one in answer["clusters"]} == {(0, 1, 2), (3, 4, 5), (6, 7, 8)}
    words = {tuple(sorted(one["members"])): one["words"] for one in answer["clusters"]}
    assert words[0, 1, 2][0] == "apples"
    assert "train" in words[3, 4, 5]
    assert all(one["central"] in one["members"] for one in answer["clusters"])


def test_the_number_of_groups_is_found(client: httpx.Client) -> None:
    answer = client.post("/cluster", json={"texts": TEXTS}).json()
    assert len(answer["clusters"]) == 3
    assert answer == client.post("/cluster", json={"texts": TEXTS}).json()


def test_equal_texts_are_one_group(client: httpx.Client) -> None:
    answer = client.post("/cluster", json={"texts": ["same"] * 5, "clusters": 2}).json()
    assert sum(one["size"] for one in answer["clusters"]) == 5


def test_more_groups_than_texts_are_refused(client: httpx.Client) -> None:
    assert client.post("/cluster", json={"texts": ["a", "b"], "clusters": 3}).status_code == 422
