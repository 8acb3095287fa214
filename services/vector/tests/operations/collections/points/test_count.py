import httpx


def test_points_of_a_filter_are_counted(client: httpx.Client, plane: str) -> None:
    address = f"/collections/{plane}/points/count"
    assert client.post(address, json={}).json() == {"count": 3}
    assert client.post(address, json={"filter": {"tags": "b"}}).json() == {"count": 2}
    assert client.post(address, json={"filter": {"n": 1.0}}).json() == {"count": 1}
