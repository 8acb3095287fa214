import pytest

from flowforge_image.core.encoding.encoder import Encoding
from flowforge_image.core.encoding.fitting.climbing import climb
from flowforge_image.core.encoding.fitting.effort_budget import EffortBudget


def probes(pixels: float, options: Encoding, budget: EffortBudget) -> int:
    count = 0
    while count < 100 and budget.take(pixels, options):
        count += 1
    return count


@pytest.mark.parametrize(
    ("kind", "effort", "megapixels", "expected"),
    [("avif", 0, 16, 4), ("avif", 0, 40, 1), ("webp", 2, 16, 7), ("webp", 6, 40, 0), ("jpeg", 1, 100, 5)],
)
def test_the_larger_a_picture_the_fewer_encodings(
    kind: str, effort: int, megapixels: int, expected: int
) -> None:
    options = Encoding(format=kind, effort=effort)  # type: ignore[arg-type] # a parameter is any text
    assert probes(megapixels * 1e6, options, EffortBudget()) == expected


def test_several_searches_share_the_time_of_one() -> None:
    options = Encoding(format="webp", effort=2)
    one, other = EffortBudget(0.5).split(0.4, 0)
    counts = [probes(5e6, options, budget) for budget in (EffortBudget(), EffortBudget(0.5), one, other)]
    assert counts == [24, 12, 5, 7]


def test_small_pictures_are_always_tried() -> None:
    options = Encoding(format="avif", effort=9)
    assert probes(100_000, options, EffortBudget()) == 100


def test_a_search_without_time_returns_the_best_so_far() -> None:
    sizes = {50: 900, 60: 1100}
    found = climb(lambda rung: bytes(sizes[rung]) if rung in sizes else None, 100, 1000, first=50, slope=0.02)
    assert found is not None
    assert (found.rung, len(found.content)) == (50, 900)
