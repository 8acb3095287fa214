import base64
import json
from typing import Any, get_args

import pytest

from flowforge_crypto.operations.key.generate_symmetric import (
    Bits,
    GenerateSymmetricRequest,
    generate_symmetric_key,
)


@pytest.mark.parametrize("bits", get_args(Bits))
def test_sizes(bits: Any) -> None:
    made = generate_symmetric_key(GenerateSymmetricRequest(bits=bits, format="hex"))
    assert len(bytes.fromhex(made.key)) == bits // 8
    made = generate_symmetric_key(GenerateSymmetricRequest(bits=bits))
    assert len(base64.b64decode(made.key)) == bits // 8


def test_as_jwk() -> None:
    document = json.loads(generate_symmetric_key(GenerateSymmetricRequest(format="jwk")).key)
    assert document["kty"] == "oct"
    assert len(base64.urlsafe_b64decode(document["k"] + "=")) == 32
