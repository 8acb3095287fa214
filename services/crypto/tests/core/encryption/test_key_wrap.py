from typing import Any

import pytest

from flowforge_crypto.core.encryption.key_wrap import NotUnwrappable, NotWrappable, unwrap, wrap


@pytest.mark.parametrize(("file", "padded"), [("aes_wrap_test", False), ("aes_kwp_test", True)])
def test_wycheproof(wycheproof: Any, file: Any, padded: Any) -> None:
    """Project Wycheproof: valid keys are wrapped and unwrapped, invalid ones refused."""
    counted = {"valid": 0, "invalid": 0, "acceptable": 0}
    for _, test in wycheproof(f"Cipher/wycheproof/{file}.json"):
        key, text, wrapped = (bytes.fromhex(test[name]) for name in ("key", "msg", "ct"))
        counted[test["result"]] += 1
        if test["result"] == "valid":
            assert wrap(key, text, padded=padded) == wrapped
            assert unwrap(key, wrapped, padded=padded) == text
        elif test["result"] == "invalid":
            with pytest.raises(NotUnwrappable):
                unwrap(key, wrapped, padded=padded)
    assert counted["valid"] > 20
    assert counted["invalid"] > 20


def test_sizes() -> None:
    for size, padded in ((0, False), (8, False), (17, False), (0, True), (4097, True)):
        with pytest.raises(NotWrappable, match=f"'text' has {size} bytes"):
            wrap(bytes(16), bytes(size), padded=padded)
