from datetime import UTC, datetime
from typing import Any

import pysequoia
import pytest
from pydantic import ValidationError

from flowforge_crypto.operations.openpgp.generate import GeneratePgpRequest, generate_pgp


@pytest.mark.parametrize("suite", ["curve25519", "p256", "rsa-2048"])
def test_a_pair(suite: Any) -> None:
    made = generate_pgp(GeneratePgpRequest(user_id="Alice <alice@example.com>", suite=suite))
    public = pysequoia.Cert.from_bytes(made.public_key.encode())
    assert (public.fingerprint, str(public.user_ids[0])) == (made.fingerprint, "Alice <alice@example.com>")
    assert "PRIVATE" not in made.public_key
    assert pysequoia.Tsk.from_bytes(made.private_key.encode()).signer() is not None


@pytest.mark.parametrize("days", [1, 1095, None])
def test_how_long_it_is_valid(days: Any) -> None:
    made = generate_pgp(GeneratePgpRequest(user_id="Alice", days=days))
    public = pysequoia.Cert.from_bytes(made.public_key.encode())
    assert public.expiration == made.expires_at
    if days is None:
        assert made.expires_at is None
    else:
        left = (made.expires_at or datetime.now(UTC)) - datetime.now(UTC)
        assert days - 1 < left.total_seconds() / 86_400 <= days


def test_limits() -> None:
    with pytest.raises(ValidationError):
        GeneratePgpRequest(user_id="")
