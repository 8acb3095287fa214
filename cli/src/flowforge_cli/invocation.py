"""How to call this command, for hints that can be copied."""

import shutil
import sys
from functools import lru_cache
from pathlib import Path

_NAME = "flowforge"


@lru_cache
def flowforge() -> str:
    """Return `flowforge` where the shell finds this one, else its path as seen from the current folder."""
    own = Path(sys.executable).with_name(_NAME)
    found = shutil.which(_NAME)
    if found is not None and Path(found).absolute() == own:
        return _NAME
    try:
        return str(own.relative_to(Path.cwd()))
    except ValueError:
        return str(own)
