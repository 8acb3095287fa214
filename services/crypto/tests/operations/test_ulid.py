import re
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.ulid import UlidRequest, make_ulids


def test_form_and_count() -> None:
    result = make_ulids(UlidRequest(count=1000))
    assert len(set(result.ulids)) == 1000
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", ulid) for ulid in result.ulids)
    assert result.ulid == result.ulids[0]


@pytest.mark.parametrize("count", [0, 1001])
def test_limits(count: Any) -> None:
    with pytest.raises(ValidationError):
        UlidRequest(count=count)
