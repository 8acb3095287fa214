import time

import httpx
import pytest

from servicekit.testing import events_in

PATH = "/api/v1/math/simulate"
STREAM = {"accept": "text/event-stream"}
NORMAL = {"distribution": "normal", "mean": 10, "standard_deviation": 2}
LONG = {"expression": "x", "variables": {"x": NORMAL}, "max_samples": 20_000_000, "seed": 1}


def test_estimates_are_streamed_until_the_result(client: httpx.Client) -> None:
    body = {
        "expression": "x * two",
        "variables": {"x": NORMAL},
        "constants": {"two": 2},
        "precision": 0.05,
        "seed": 3,
    }
    answer = client.post(PATH, json=body, headers=STREAM)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events_in(answer.text)]
    assert names == ["estimate"] * (len(names) - 1) + ["result"]
    result = events_in(answer.text)[-1][1]
    assert result["finished"] == "precision"
    assert result["confidence_high"] - result["confidence_low"] <= 0.1
    assert abs(result["mean"] - 20) < 0.2
    assert [one["fraction"] for one in result["quantiles"]] == [0.05, 0.5, 0.95]


def test_a_seed_repeats_the_stream(client: httpx.Client) -> None:
    body = {"expression": "x", "variables": {"x": NORMAL}, "max_samples": 50_000, "seed": 9}
    first, again = (client.post(PATH, json=body, headers=STREAM) for _ in range(2))
    assert first.text == again.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expression": "2 *"}, "EXPRESSION_MALFORMED"),
        ({"expression": "x.y"}, "EXPRESSION_NOT_ALLOWED"),
        ({"expression": "1+" * 900 + "x"}, "EXPRESSION_TOO_COMPLEX"),
        ({"expression": "y"}, "EXPRESSION_NAME_UNKNOWN"),
        ({"expression": "factorial(x)"}, "EXPRESSION_FUNCTION_UNKNOWN"),
        ({"expression": "log(x - 10)"}, "RESULT_UNDEFINED"),
        ({"variables": {}}, "VALIDATION_ERROR"),
        ({"variables": {"x": {"distribution": "cauchy"}}}, "VALIDATION_ERROR"),
        ({"variables": {"x": {"distribution": "uniform", "low": 2, "high": 1}}}, "VALIDATION_ERROR"),
        (
            {"variables": {"x": {"distribution": "triangular", "low": 2, "mode": 1, "high": 3}}},
            "VALIDATION_ERROR",
        ),
        (
            {"variables": {"x": {"distribution": "normal", "mean": 1, "standard_deviation": 0}}},
            "VALIDATION_ERROR",
        ),
        (
            {"variables": {"x": {"distribution": "discrete", "values": [1], "weights": [0]}}},
            "VALIDATION_ERROR",
        ),
        ({"constants": {"x": 1}}, "VALIDATION_ERROR"),
        ({"max_samples": 20_000_001}, "VALIDATION_ERROR"),
        ({"precision": 0}, "VALIDATION_ERROR"),
    ],
)
def test_faults_are_answered_before_the_stream_begins(
    client: httpx.Client, changes: dict[str, object], code: str
) -> None:
    answer = client.post(PATH, json={"expression": "x", "variables": {"x": NORMAL}} | changes, headers=STREAM)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)


def test_a_fault_in_mid_stream_is_its_last_event(client: httpx.Client) -> None:
    """One sample in some tens of thousands has no root: the first batches are sent before it is met."""
    body = {
        "expression": "sqrt(x + 8.2)",
        "variables": {"x": NORMAL | {"mean": 0}},
        "max_samples": 20_000_000,
    }
    frames = events_in(client.post(PATH, json=body | {"seed": 1}, headers=STREAM).text)
    assert frames[0][0] == "estimate"
    assert frames[-1][0] == "error"
    assert frames[-1][1]["error"]["code"] == "RESULT_UNDEFINED"


def test_a_caller_who_leaves_ends_the_work(client: httpx.Client) -> None:
    """The whole simulation takes half a minute; its source must be closed long before."""
    heavy = "+".join(["sin(x)^2 * exp(cos(x))"] * 40)
    before = _abandoned(client)
    with client.stream("POST", PATH, json=LONG | {"expression": heavy}, headers=STREAM) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "event: estimate"
        assert _abandoned(client) == before
    patience = time.monotonic() + 10
    while _abandoned(client) == before and time.monotonic() < patience:
        time.sleep(0.05)
    assert _abandoned(client) == before + 1


def test_callers_that_accept_no_stream_get_the_estimates_as_json(client: httpx.Client) -> None:
    body = {"expression": "x", "variables": {"x": NORMAL}, "max_samples": 50_000, "seed": 9}
    events = client.post(PATH, json=body).json()["events"]
    assert events[-1]["event"] == "result"
    assert events[-1]["data"]["samples"] == 50_000


def _abandoned(client: httpx.Client) -> float:
    """Count the simulations that were closed because their caller had gone."""
    label = 'flowforge_requests_total{operation="math.simulate",service="math",status="499"}'
    lines = client.get("/metrics").text.splitlines()
    return sum(float(line.split()[-1]) for line in lines if line.startswith(label))
