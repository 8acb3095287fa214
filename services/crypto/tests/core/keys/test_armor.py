from typing import Any

import pytest

from flowforge_crypto.core.keys.armor import normalize_pem, pem_blocks, unescape
from flowforge_crypto.core.keys.reading import UnreadableKey, read_private
from flowforge_crypto.core.keys.types import generate, type_of
from flowforge_crypto.core.keys.writing import write_key

PEM = write_key(generate("ec-p256"), "pem-traditional")
PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
"""What `openssl ecparam -name prime256v1 -genkey` writes before the key."""


@pytest.mark.parametrize(
    "text",
    [
        PEM.replace("\n", "\\n"),
        f'"{PEM.strip()}"'.replace("\n", "\\n"),
        PEM.replace("\n", "\\r\\n"),
        PEM.replace("\n", "\r\n"),
        PEM.replace("\n", " "),
        PEM.replace("\n", ""),
        "  " + PEM.replace("\n", "\n  "),
        PARAMETERS + PEM,
        (PARAMETERS + PEM).replace("\n", "\\n"),
        "Bag Attributes\n    friendlyName: key\n" + PEM,
    ],
)
def test_keys_from_variables_and_single_lines(text: Any) -> None:
    assert type_of(read_private(text, "sign")) == "ec-p256"


def test_the_private_key_of_several_blocks() -> None:
    other = write_key(generate("ed25519").public_key(), "pem")
    assert type_of(read_private(other + PEM, None)) == "ec-p256"
    with pytest.raises(UnreadableKey):
        read_private(PARAMETERS, None)


def test_text_without_blocks_stays() -> None:
    assert unescape("a\\nb") == normalize_pem("a\\nb") == "a\\nb"
    assert pem_blocks("hello") == []


def test_a_block_without_its_end_is_not_left_out() -> None:
    for text in ("-----BEGIN KEY-----", PEM + PEM[:80], PEM[:80] + PEM):
        with pytest.raises(ValueError, match="without its end"):
            pem_blocks(text)


def test_headers_of_a_block_stay() -> None:
    text = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
    assert normalize_pem(text) == text
