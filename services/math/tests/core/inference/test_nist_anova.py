"""NIST StRD, analysis of variance: all eleven sets, as SciPy's own tests carry them."""

import re
from pathlib import Path

import pytest
import scipy.stats

from flowforge_math.core.inference.answering import answer_test
from flowforge_math.operations.statistics.hypothesis_test import HypothesisForm

FOLDER = Path(scipy.stats.__file__).parent / "tests" / "data" / "nist_anova"
SETS = ["SiRstv", "AtmWtAg", *(f"SmLs0{number}" for number in range(1, 10))]
_NUMBER = r"([-+\d.E]+)"


@pytest.mark.parametrize("name", SETS)
def test_the_statistic_has_eight_digits_and_more(name: str) -> None:
    text = (FOLDER / f"{name}.dat").read_text(encoding="ascii")
    certified = re.search(rf"^Between \w+\s+(\d+)\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}", text, re.MULTILINE)
    within = re.search(r"^Within \w+\s+(\d+)", text, re.MULTILINE)
    assert certified is not None
    assert within is not None
    rows = [line.split() for line in text.splitlines()[60:] if line.strip()]
    data = {"group": [row[0] for row in rows], "value": [float(row[1]) for row in rows]}
    form = HypothesisForm(data=data, value_column="value", group_column="group", test="anova")
    found = answer_test(form)
    assert found["degrees_of_freedom"] == [int(certified[1]), int(within[1])]
    assert found["statistic"] == pytest.approx(float(certified[4]), rel=1e-12)
