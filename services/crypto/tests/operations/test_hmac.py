import base64
import hashlib
import hmac
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.hmac import HmacForm, authenticate_data


@pytest.mark.parametrize("algorithm", ["sha224", "sha256", "sha384", "sha512"])
def test_rfc_4231(nist: Any, algorithm: Any) -> None:
    tests = [test for test in nist(f"HMAC/rfc-4231-{algorithm}.txt") if "md" in test]
    assert len(tests) >= 6
    for test in tests:
        form = HmacForm(
            text=test["msg"], encoding="hex", key=test["key"], key_encoding="hex", algorithm=algorithm
        )
        assert authenticate_data(form).hmac == test["md"]


@pytest.mark.parametrize(
    ("algorithm", "path"), [("sha1", "HMAC/rfc-2202-sha1.txt"), ("md5", "HMAC/rfc-2202-md5.txt")]
)
def test_rfc_2202(nist: Any, algorithm: Any, path: Any) -> None:
    for test in (test for test in nist(path) if "md" in test):
        form = HmacForm(
            text=test["msg"], encoding="hex", key=test["key"], key_encoding="hex", algorithm=algorithm
        )
        result = authenticate_data(form)
        assert (result.hmac, result.weak) == (test["md"], True)


def test_a_file_in_pieces(spooled: Any) -> None:
    content = bytes(range(256)) * 9000
    form = HmacForm(file=spooled(content), key="secret", algorithm="sha3-256", output="base64url")
    result = authenticate_data(form)
    expected = hmac.digest(b"secret", content, hashlib.sha3_256)
    assert base64.urlsafe_b64decode(result.hmac + "=") == expected
    assert not result.weak


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"text": "zz", "encoding": "hex", "key": "k"}, "'text' is not valid hex"),
        ({"text": "", "key": "secret!", "key_encoding": "base64"}, "'key' is not valid base64"),
    ],
)
def test_undecodable_text_names_the_field_and_not_its_content(values: Any, message: Any) -> None:
    with pytest.raises(UndecodableText, match=message) as caught:
        authenticate_data(HmacForm(**values))
    assert "secret" not in caught.value.text


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        HmacForm(text="", key="")


def test_the_key_is_not_shown() -> None:
    assert "hunter2" not in repr(HmacForm(text="", key="hunter2"))
