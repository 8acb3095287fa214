from collections.abc import Callable
from pathlib import Path

import pytest
from tools.sample_pictures import sample_picture


@pytest.fixture(scope="session")
def picture() -> Callable[[str], Path]:
    return sample_picture
