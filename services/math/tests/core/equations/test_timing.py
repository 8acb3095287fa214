import time

import pytest

from flowforge_math.core.equations.timing import OutOfTime, TimeLimit, limited


def spin(seconds: float) -> str:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return "ended"


def test_work_that_takes_too_long_is_interrupted() -> None:
    with pytest.raises(OutOfTime):
        limited(0.05, lambda: spin(30))


def test_waiting_is_limited_by_the_clock() -> None:
    with pytest.raises(OutOfTime):
        limited(0.05, lambda: time.sleep(30))


def test_an_outer_limit_holds_inside_and_after_an_inner_one() -> None:
    def outer() -> None:
        assert limited(20, lambda: spin(0.01)) == "ended"
        spin(30)

    with pytest.raises(OutOfTime):
        limited(0.2, outer)
    with pytest.raises(OutOfTime):
        limited(0.05, lambda: limited(20, lambda: spin(30)))


class Slow:
    """Takes long to be collected, by Python code whose exceptions nobody gets."""

    def __del__(self) -> None:
        spin(0.3)


def test_a_limit_that_ends_in_a_finalizer_holds_after_it() -> None:
    def work() -> None:
        Slow()
        spin(30)

    with pytest.raises(OutOfTime):
        limited(0.1, work)


def test_nothing_interrupts_later_work() -> None:
    limited(0.05, lambda: None)
    assert spin(0.2) == "ended"


def test_work_may_ask_whether_its_time_is_over() -> None:
    limit = TimeLimit(0.05)
    assert not limit.is_over()
    spin(0.06)
    assert limit.is_over()
