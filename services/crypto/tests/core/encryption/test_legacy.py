from typing import Any

import pytest

from flowforge_crypto.core.encryption.legacy import LegacyUndecryptable, decrypt_cbc

KEY = bytes.fromhex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
IV = bytes(range(16))
# NIST SP 800-38A, F.2.5: the first block of CBC-AES256.
BLOCK = bytes.fromhex("f58c4c04d6e5f1ba779eabfb5f7bfbd6")


def test_the_nist_block_without_padding_is_refused_as_damaged() -> None:
    with pytest.raises(LegacyUndecryptable):
        decrypt_cbc(KEY, IV, BLOCK)


@pytest.mark.parametrize(
    ("key", "iv", "ciphertext"), [(KEY, IV, b""), (KEY, IV, b"x" * 15), (KEY, b"", BLOCK), (b"k", IV, BLOCK)]
)
def test_whatever_is_wrong_is_one_error(key: Any, iv: Any, ciphertext: Any) -> None:
    with pytest.raises(LegacyUndecryptable):
        decrypt_cbc(key, iv, ciphertext)
