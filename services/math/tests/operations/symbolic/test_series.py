import httpx

PATH = "/api/v1/math/symbolic/series"


def test_the_exponential_series(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "exp(x)", "order": 4}).json()
    assert answer["result"]["plain"] == "x^3/6 + x^2/2 + x + 1"
    assert answer["check"] == "confirmed"


def test_around_another_point(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "log(x)", "point": "1", "order": 3}).json()
    assert answer["result"]["plain"] == "x - (x - 1)^2/2 - 1"


def test_an_essential_singularity_has_no_series(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"expression": "sin(1/x)"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SYMBOLIC_RESULT")
