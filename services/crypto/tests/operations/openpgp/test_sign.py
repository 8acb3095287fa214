from typing import Any

import pytest

from flowforge_crypto.core.encodings import UndecodableText
from flowforge_crypto.core.openpgp_errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp_example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.sign import SignPgpRequest, sign_pgp
from flowforge_crypto.operations.openpgp.verify import VerifyPgpRequest, verify_pgp


@pytest.mark.parametrize(
    ("mode", "head"), [("detached", "SIGNATURE"), ("clear", "SIGNED MESSAGE"), ("inline", "MESSAGE")]
)
def test_modes(mode: Any, head: Any) -> None:
    made = sign_pgp(SignPgpRequest(text="hello", key=PRIVATE_KEY, mode=mode)).signature
    assert made.startswith(f"-----BEGIN PGP {head}-----")
    text = "hello" if mode == "detached" else None
    result = verify_pgp(VerifyPgpRequest(signature=made, text=text, signed_by=[PUBLIC_KEY]))
    assert (result.valid, result.text) == (True, "hello")


def test_errors() -> None:
    with pytest.raises(UnreadablePgpKey):
        sign_pgp(SignPgpRequest(text="x", key="hello"))
    with pytest.raises(UndecodableText):
        sign_pgp(SignPgpRequest(text="x", encoding="hex", key=PRIVATE_KEY))
