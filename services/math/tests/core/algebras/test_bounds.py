import pytest

from flowforge_math.core.algebras import bounds


def test_a_power_is_measured_before_it_is_computed() -> None:
    assert bounds.integer_power(2, bounds.MAX_BITS - 1) == 1 << (bounds.MAX_BITS - 1)
    assert bounds.integer_power(-3, 3) == -27
    assert bounds.integer_power(1, 10**4000) == 1
    with pytest.raises(bounds.OutOfBounds):
        bounds.integer_power(9, 9**9)


def test_the_largest_number_can_be_written_out() -> None:
    largest = (1 << bounds.MAX_BITS) - 1
    assert len(str(bounds.bounded(largest))) == 4299
    with pytest.raises(bounds.OutOfBounds):
        bounds.bounded(largest + 1)


@pytest.mark.parametrize(("number", "count"), [(10**9, 5 * 10**8), (10**4000, 9), (20_000, 10_000)])
def test_binomials_that_would_be_too_large_are_refused(number: int, count: int) -> None:
    with pytest.raises(bounds.OutOfBounds):
        bounds.combinations(number, count)


def test_binomials_and_permutations() -> None:
    assert bounds.combinations(49, 6) == 13_983_816
    assert bounds.combinations(10**9, 10**9) == 1
    assert bounds.combinations(3, 5) == 0
    assert bounds.permutations(10, 3) == 720
    assert bounds.permutations(3, 5) == 0


def test_literals_of_huge_exponent_are_refused_before_they_are_written_out() -> None:
    assert bounds.literal("1e4000") == "1e4000"
    for text in ("1e4001", "1E-999999999"):
        with pytest.raises(bounds.OutOfBounds):
            bounds.literal(text)
