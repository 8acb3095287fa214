import re
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.nanoid import NanoidRequest, make_nanoids


def test_form_and_count() -> None:
    result = make_nanoids(NanoidRequest(count=1000))
    assert len(set(result.nanoids)) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{21}", nanoid) for nanoid in result.nanoids)
    assert result.nanoid == result.nanoids[0]


def test_length() -> None:
    assert len(make_nanoids(NanoidRequest(length=128)).nanoid) == 128


@pytest.mark.parametrize("values", [{"count": 0}, {"count": 1001}, {"length": 3}, {"length": 129}])
def test_limits(values: Any) -> None:
    with pytest.raises(ValidationError):
        NanoidRequest(**values)
