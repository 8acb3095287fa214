import base64
from typing import Any

import pysequoia
import pytest

from flowforge_crypto.core.openpgp.errors import PgpNotPossible, UnreadablePgpKey
from flowforge_crypto.core.openpgp.example import PRIVATE_KEY, PUBLIC_KEY
from flowforge_crypto.core.openpgp.keys import Decryption, decryption_of, octets, read_certificates, signer_of


def dearmored(text: str) -> str:
    """Return what stands between the armor's lines: base64 and its checksum."""
    lines = text.strip().splitlines()
    return "\n".join(line for line in lines[lines.index("") + 1 : -1] if not line.startswith("="))


def test_armor_base64_and_what_is_neither() -> None:
    assert octets(PUBLIC_KEY) == PUBLIC_KEY.encode()
    assert octets("aGVs\nbG8=") == b"hello"
    assert octets("h\u00e9llo\ud800") == "h\u00e9llo?".encode()


def test_keys_in_either_form() -> None:
    (armored,) = read_certificates([PUBLIC_KEY], "recipients")
    (binary,) = read_certificates([dearmored(PUBLIC_KEY)], "recipients")
    assert armored.fingerprint == binary.fingerprint
    assert len(read_certificates([PUBLIC_KEY, PUBLIC_KEY], "recipients")) == 2
    signer_of(base64.b64encode(bytes(pysequoia.Tsk.from_bytes(PRIVATE_KEY.encode()))).decode(), None, "key")


@pytest.mark.parametrize("text", ["", "hello", "aGVsbG8=", PUBLIC_KEY[:200]])
def test_what_is_no_key(text: Any) -> None:
    with pytest.raises(UnreadablePgpKey, match="'recipients' is not an OpenPGP key"):
        read_certificates([text], "recipients")
    with pytest.raises(UnreadablePgpKey, match="'key' is not an OpenPGP key"):
        signer_of(text, None, "key")


def test_what_decrypts() -> None:
    assert decryption_of(None, None) == Decryption()
    assert decryption_of(None, "words") == Decryption(passwords=("words",))
    found = decryption_of(PRIVATE_KEY, None)
    assert (len(found.decryptors), found.passwords) == (1, ())
    with pytest.raises((UnreadablePgpKey, PgpNotPossible)):
        decryption_of(PUBLIC_KEY, None)
