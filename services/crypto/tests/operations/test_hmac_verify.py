from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.hmac import HmacForm, authenticate_data
from flowforge_crypto.operations.hmac_verify import HmacVerifyForm, verify_hmac

# RFC 4231, test case 2.
KNOWN = {"text": "what do ya want for nothing?", "key": "Jefe"}
MAC = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_the_right_one_is_valid() -> None:
    assert verify_hmac(HmacVerifyForm(**KNOWN, hmac=MAC)).valid
    assert verify_hmac(HmacVerifyForm(**KNOWN, hmac=MAC.upper())).valid


def test_each_encoding(spooled: Any) -> None:
    for output in ("hex", "base64", "base64url"):
        made = authenticate_data(HmacForm(**KNOWN, output=output)).hmac
        assert verify_hmac(HmacVerifyForm(**KNOWN, hmac=made, hmac_encoding=output)).valid
    file = spooled(KNOWN["text"].encode())
    assert verify_hmac(HmacVerifyForm(file=file, key="Jefe", hmac=MAC)).valid


@pytest.mark.parametrize(
    "change",
    [
        {"hmac": "0" + MAC[1:]},
        {"hmac": MAC[:32]},
        {"hmac": ""},
        {"text": "What do ya want for nothing?"},
        {"key": "jefe"},
        {"algorithm": "sha512"},
    ],
)
def test_anything_else_is_not_valid(change: Any) -> None:
    assert not verify_hmac(HmacVerifyForm(**(KNOWN | {"hmac": MAC} | change))).valid


def test_an_undecodable_hmac() -> None:
    with pytest.raises(UndecodableText, match="'hmac' is not valid hex"):
        verify_hmac(HmacVerifyForm(**KNOWN, hmac="no hex"))
