import base64
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.random import RandomRequest, make_random_bytes


def test_length_and_encodings() -> None:
    assert len(bytes.fromhex(make_random_bytes(RandomRequest()).value)) == 32
    result = make_random_bytes(RandomRequest(length_bytes=65_536, output="base64"))
    assert len(base64.b64decode(result.value)) == result.length_bytes == 65_536
    assert "=" not in make_random_bytes(RandomRequest(length_bytes=1, output="base64url")).value


def test_no_two_are_alike() -> None:
    assert len({make_random_bytes(RandomRequest(length_bytes=16)).value for _ in range(1000)}) == 1000


@pytest.mark.parametrize("length", [0, 65_537])
def test_limits(length: Any) -> None:
    with pytest.raises(ValidationError):
        RandomRequest(length_bytes=length)
