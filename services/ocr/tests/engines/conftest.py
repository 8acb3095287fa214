"""A picture as engines get it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

FILES = Path(__file__).parents[1] / "files"


@pytest.fixture(scope="session")
def picture() -> Any:
    with Image.open(FILES / "small_print.png") as opened:
        return np.asarray(opened.convert("RGB"))
