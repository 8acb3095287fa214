import pytest

from flowforge_image.core.encoding.fitting.climbing import climb

SLOPES = (0.005, 0.03, 0.2)


@pytest.mark.parametrize("slope", SLOPES)
@pytest.mark.parametrize("first", [0, 50, 95])
@pytest.mark.parametrize("most", [10, 400, 401, 9_999, 10**9])
def test_the_highest_rung_that_fits(slope: float, first: int, most: int) -> None:
    sizes = [round(20 * 1.05**rung) for rung in range(96)]
    made: list[int] = []

    def make(rung: int) -> bytes:
        made.append(rung)
        return bytes(sizes[rung])

    found = climb(make, len(sizes), most, first=first, slope=slope)
    best = max((rung for rung, size in enumerate(sizes) if size <= most), default=None)
    assert (found.rung if found else None) == best
    assert len(made) == len(set(made)) <= 13


def test_a_good_guess_costs_two() -> None:
    made: list[int] = []

    def make(rung: int) -> bytes:
        made.append(rung)
        return bytes(1000 + 30 * rung)

    found = climb(make, 96, 1000 + 30 * 40 + 10, first=40, slope=0.03)
    assert found is not None
    assert (found.rung, made) == (40, [40, 41])
