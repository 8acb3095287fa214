import httpx

NONE = [{"equation": one} for one in ("0", "1e308", "y = x", "x = 1", "y - y")]
PATH = "/api/v1/math/symbolic/ode"


def test_an_oscillator_with_its_initial_values(client: httpx.Client) -> None:
    body = {"equation": "y'' + y = 0", "conditions": {"y": ["0", "1"], "y'": ["0", "0"]}}
    answer = client.post(PATH, json=body).json()
    assert (answer["result"]["plain"], answer["check"]) == ("cos(x)", "confirmed")


def test_growth_with_a_free_constant(client: httpx.Client) -> None:
    answer = client.post(PATH, json={"equation": "p' = k*p", "function": "p", "variable": "t"}).json()
    assert answer["result"]["plain"] == "C1*exp(k*t)"


def test_faults(client: httpx.Client) -> None:
    for body in ({"equation": "y' > 1"}, {"equation": "y' = 1", "conditions": {"z": ["0", "1"]}}, *NONE):
        answer = client.post(PATH, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "NO_SYMBOLIC_RESULT")
    assert client.post(PATH, json={"equation": "y = = 1"}).json()["error"]["code"] == "EQUATION_MALFORMED"
