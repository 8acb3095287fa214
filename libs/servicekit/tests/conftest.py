"""The sample service, importable here and in its worker processes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "sample"))
