from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.openpgp.errors import UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.operations.openpgp.sign import SignPgpForm, sign_pgp
from flowforge_crypto.operations.openpgp.verify import VerifyPgpForm, verify_pgp


def sign(context: Any, **values: Any) -> str:
    return sign_pgp(SignPgpForm(key=PRIVATE_KEY, **values), context).signature


@pytest.mark.parametrize(
    ("mode", "head"), [("detached", "SIGNATURE"), ("clear", "SIGNED MESSAGE"), ("inline", "MESSAGE")]
)
def test_modes(context: Any, mode: Any, head: Any) -> None:
    made = sign(context, text="hello", mode=mode)
    assert made.startswith(f"-----BEGIN PGP {head}-----")
    text = "hello" if mode == "detached" else None
    result = verify_pgp(VerifyPgpForm(signature=made, text=text, signed_by=[PUBLIC_KEY]))
    assert (result.valid, result.text) == (True, "hello")


def test_a_file(context: Any, spooled: Any) -> None:
    file = spooled(b"\x00\xff" * 1000)
    made = sign(context, file=file)
    result = verify_pgp(VerifyPgpForm(signature=made, file=file, signed_by=[PUBLIC_KEY]))
    assert (result.valid, result.text) == (True, None)
    with pytest.raises(ValidationError, match="signed with 'mode' detached"):
        sign(context, file=file, mode="clear")


def test_errors(context: Any) -> None:
    with pytest.raises(UnreadablePgpKey):
        sign_pgp(SignPgpForm(text="x", key="hello"), context)
    with pytest.raises(UndecodableText):
        sign(context, text="x", encoding="hex")
