"""What draws is loaded in workers only, so two of its constants stand in the form again."""

import subprocess
import sys
from typing import get_args

from flowforge_charts import RESERVED_BYTES, Theme
from flowforge_math.core.plots import form


def test_the_constants_are_those_of_the_charts() -> None:
    assert get_args(form.PlotTheme) == get_args(Theme)
    assert form.RESERVED_BYTES == RESERVED_BYTES


def test_the_service_does_not_load_what_draws() -> None:
    program = "import sys, flowforge_math.app; print('flowforge_charts' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
