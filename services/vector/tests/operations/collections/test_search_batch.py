import httpx


def test_results_come_in_order(client: httpx.Client, trains: str) -> None:
    searches = [{"text": "bread", "limit": 1}, {"text": "cats", "limit": 1, "mode": "keyword"}]
    answer = client.post(f"/collections/{trains}/search-batch", json={"searches": searches}).json()
    assert [[hit["id"] for hit in one] for one in answer["results"]] == [["bread"], ["cat"]]


def test_a_wrong_search_is_named(client: httpx.Client, trains: str) -> None:
    searches = [{"text": "bread"}, {"limit": 1}]
    error = client.post(f"/collections/{trains}/search-batch", json={"searches": searches}).json()["error"]
    assert "searches.1" in error["message"]
    many = client.post(f"/collections/{trains}/search-batch", json={"searches": [{"text": "a"}] * 51})
    assert many.status_code == 422
