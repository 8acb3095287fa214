from flowforge_gateway.counters.windows import Limits, limit_status, window_start

MORNING = 1_800_000_000.0 + 25  # 08:00:25 UTC


def _headers(limits: Limits, used: list[int], *, admitted: bool = True) -> dict[str, str]:
    lines = limit_status(limits, used, MORNING, admitted=admitted).lines.decode().split("\r\n")
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}


def test_windows_begin_with_the_calendar() -> None:
    assert window_start("minute", MORNING) == 1_800_000_000
    assert window_start("day", MORNING) == 1_800_000_000 - 8 * 3600


def test_the_window_with_the_least_left_is_told() -> None:
    limits = Limits.of(minute=100, day=1000)
    headers = _headers(limits, [10, 995])
    assert (headers["ratelimit-limit"], headers["ratelimit-remaining"]) == ("1000", "5")
    assert headers["ratelimit-reset"] == str(16 * 3600 - 25)
    assert headers["x-ratelimit-remaining-minute"] == "90"
    assert headers["x-ratelimit-limit-day"] == "1000"


def test_between_equals_the_longer_window_is_told() -> None:
    # Kong compares the lengths of the windows then.
    assert _headers(Limits.of(minute=5, day=5), [2, 2])["ratelimit-reset"] == str(16 * 3600 - 25)


def test_a_refusal_says_when_to_come_back() -> None:
    headers = _headers(Limits.of(minute=5, day=1000), [5, 5], admitted=False)
    assert headers["retry-after"] == headers["ratelimit-reset"] == "35"
    assert headers["ratelimit-remaining"] == "0"


def test_counters_of_a_caller_lie_on_one_node_of_a_cluster() -> None:
    assert Limits.of(minute=1, day=1).keys("id-1", MORNING) == [
        "flowforge:limit:{id-1}:minute:1800000000",
        "flowforge:limit:{id-1}:day:1799971200",
    ]
