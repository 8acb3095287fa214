from typing import Any

import pytest

from flowforge_crypto.settings import CryptoSettings
from servicekit.settings import InvalidSettings


def test_there_is_no_default(monkeypatch: Any) -> None:
    monkeypatch.delenv("FLOWFORGE_CRYPTO_MASTER_KEY", raising=False)
    assert CryptoSettings.load().master_key is None


def test_a_master_key_is_a_key(monkeypatch: Any) -> None:
    monkeypatch.setenv("FLOWFORGE_CRYPTO_MASTER_KEY", "ab" * 32)
    assert CryptoSettings.load().master_key.get_secret_value() == "ab" * 32
    assert "abab" not in repr(CryptoSettings.load())


def test_anything_else_is_refused_at_start_and_not_repeated(monkeypatch: Any) -> None:
    monkeypatch.setenv("FLOWFORGE_CRYPTO_MASTER_KEY", "hunter2")
    with pytest.raises(InvalidSettings, match=r"FLOWFORGE_CRYPTO_MASTER_KEY: .*give 32 bytes") as caught:
        CryptoSettings.load()
    assert "hunter2" not in str(caught.value)
