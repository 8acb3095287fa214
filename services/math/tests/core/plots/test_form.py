"""What draws is loaded in workers only, so two of its constants stand in the form again."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

from flowforge_charts import RESERVED_BYTES, Theme
from flowforge_math.core.plots import form


def test_the_constants_are_those_of_the_charts() -> None:
    assert get_args(form.PlotTheme) == get_args(Theme)
    assert form.RESERVED_BYTES > RESERVED_BYTES


def test_the_service_does_not_load_what_draws() -> None:
    program = "import sys, flowforge_math.app; print('flowforge_charts' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_a_new_worker_draws_after_it_has_read_a_table(tmp_path: Path) -> None:
    """Both map address space; in a worker that drew before, the memory is there already."""
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n3,4\n")
    most = form.RUN.max_memory_bytes + form.RESERVED_BYTES
    program = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({most}, {most}))
from pathlib import Path
from flowforge_tables import open_table
rows = sum(frame.height for frame in open_table(Path({str(table)!r})).frames())
from flowforge_charts import draw_svg
from flowforge_charts import Chart
print(rows, draw_svg is not None)
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["2", "True"]
