"""The table of capacity is made of cells that the results of benchmarks have."""

import pytest
from tools.capacity import HEADER, Figure, capacity_rows, milliseconds, with_capacity


def test_every_class_has_its_figure() -> None:
    costs = {name: cost for name, _, cost in milliseconds()}
    assert all(cost > 0 for cost in costs.values())
    assert costs["light, service alone"] < costs["light"] < costs["picture"] < costs["picture, costly"]


def test_rows_follow_from_the_figures() -> None:
    (row,) = (one for one in capacity_rows() if one[0] == "picture")
    (cost,) = (one for name, _, one in milliseconds() if name == "picture")
    assert len(row) == len(HEADER)
    rate, busy, hourly = (float(cell.replace(",", "")) for cell in row[3:])
    assert rate == pytest.approx(1000 / cost, rel=0.05)
    assert busy == pytest.approx(500 * cost / 1000 / 0.6, rel=0.05)
    assert hourly == pytest.approx(1_000_000 / 3600 * cost / 1000 / 0.6, rel=0.05)


def test_a_cell_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match=r"image.md: 'Milliseconds' has no '13 MP'"):
        Figure("image", "Milliseconds", "13 MP", "FlowForge").read()


def test_a_guide_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="0 places"):
        with_capacity("# Scaling\n", "")
