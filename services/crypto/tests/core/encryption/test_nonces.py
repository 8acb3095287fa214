from typing import Any

import pytest

from flowforge_crypto.core.encryption.nonces import NonceReused, WrongNonceSize, require_size, use_once


def test_a_nonce_counts_once_for_a_key(context: Any) -> None:
    use_once(context.store, "aes-256-gcm", bytes(32), bytes(12))
    use_once(context.store, "aes-256-gcm", bytes(32), b"\1" * 12)
    use_once(context.store, "aes-256-gcm", b"\1" * 32, bytes(12))
    use_once(context.store, "chacha20-poly1305", bytes(32), bytes(12))
    with pytest.raises(NonceReused):
        use_once(context.store, "aes-256-gcm", bytes(32), bytes(12))
    assert bytes(32).hex() not in str(context.store.keys())


def test_sizes() -> None:
    require_size(bytes(24), "xchacha20-poly1305")
    with pytest.raises(WrongNonceSize, match="has 16 bytes: chacha20-poly1305 takes 12"):
        require_size(bytes(16), "chacha20-poly1305")
    require_size(bytes(16), "aes-128-gcm")
    with pytest.raises(WrongNonceSize, match="takes 8 to 128, usually 12"):
        require_size(bytes(7), "aes-256-gcm")
