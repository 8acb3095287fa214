from typing import Any

import pytest

from flowforge_crypto.core.jose.encryption import NotDecryptable
from flowforge_crypto.core.keys.reading import PrivateKeyNeeded
from flowforge_crypto.core.keys.types import generate
from flowforge_crypto.core.keys.writing import write_key
from flowforge_crypto.operations.jwe.decrypt import DecryptJweRequest, decrypt_jwe

# RFC 7516, appendix A.3.
TOKEN = (
    "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
    "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY.U0m_YmjN04DJvceFICbCVQ"
)
SECRET = {"secret": "GawgguFyGrWKav7AX4VKUg", "secret_encoding": "base64url"}


def test_the_example_of_the_rfc() -> None:
    assert decrypt_jwe(DecryptJweRequest(token=TOKEN, **SECRET)).text == "Live long and prosper."


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c.d.e",
        TOKEN[:-4] + "AAAA",
        TOKEN.replace(".KDlT", ".KDlU"),
        TOKEN.replace("eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0", "eyJhbGciOiJub25lIn0"),
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIiwiemlwIjoiREVGIn0..AAAA.AAAA.AAAA",
    ],
)
def test_whatever_is_wrong_is_one_error(token: Any) -> None:
    with pytest.raises(NotDecryptable):
        decrypt_jwe(DecryptJweRequest(token=token, **SECRET))


def test_another_key() -> None:
    with pytest.raises(NotDecryptable):
        decrypt_jwe(DecryptJweRequest(token=TOKEN, secret="s" * 16))
    with pytest.raises(PrivateKeyNeeded):
        decrypt_jwe(DecryptJweRequest(token=TOKEN, key=write_key(generate("x25519").public_key(), "pem")))
