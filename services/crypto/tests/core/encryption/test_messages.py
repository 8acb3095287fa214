import base64
import hashlib
import json
import zlib
from importlib import resources
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from flowforge_crypto.core.encryption.envelope import Header, TamperedCiphertext, TruncatedCiphertext
from flowforge_crypto.core.encryption.messages import Opened, check_size, seal_stream


def opened(key: Any, context: Any = b"") -> Any:
    return Opened(header(0), SimpleNamespace(key=key), context)


def header(size: Any) -> Any:
    return Header(algorithm="cobblestone-256", salt="00" * 32, commitment="00" * 32, plaintext_bytes=size)


def open_by_the_specification(algorithm: Any, key: Any, context: Any, sealed: Any) -> Any:
    """Decrypt a stream chunk by chunk, as c2sp.org/chunked-encryption v1 describes it."""
    label = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
    material = HKDFExpand(algorithm, 76, label + sealed[:24] + context).derive(key)
    aead, base_nonce, commitment = AESGCM(material[:32]), int.from_bytes(material[32:44]), material[44:]
    assert sealed[24:56] == commitment
    chunks = [sealed[at : at + 16_400] for at in range(56, len(sealed), 16_400)]
    return b"".join(
        aead.decrypt((base_nonce ^ number).to_bytes(12), chunk, None) for number, chunk in enumerate(chunks)
    )


def test_the_specification_as_read_here_opens_its_published_vectors() -> None:
    """The C2SP vectors, as the cryptography project keeps them, are made with SHA-256."""
    text = resources.files("cryptography_vectors").joinpath("chunked-encryption/vectors.json").read_text()
    opened = 0
    for vector in json.loads(text)["vectors"]:
        if vector["aead"] == "AEAD_AES_256_GCM" and vector["expect"] == "success":
            sealed = base64.b64decode(vector["ciphertext"])
            if vector.get("compressed"):
                sealed = zlib.decompress(sealed)
            key, context = bytes.fromhex(vector["key"]), vector["context"].encode()
            plaintext = open_by_the_specification(SHA256(), key, context, sealed)
            assert hashlib.sha256(plaintext).hexdigest() == vector["payload_sha256"]
            opened += 1
    assert opened > 5


@pytest.mark.parametrize("size", [0, 5, 16_384, 40_000, 300 * 16_384 + 1])
def test_a_stream_is_that_of_the_specification_with_sha512(size: Any) -> None:
    """Cobblestone-256 is chunked encryption with SHA-512 and AES-256-GCM."""
    content = bytes(number % 251 for number in range(size))
    sealed = b"".join(seal_stream(opened(bytes(32), b"context"), iter([content])))
    assert open_by_the_specification(SHA512(), bytes(32), b"context", sealed) == content


@pytest.mark.parametrize("size", [0, 1, 16_383, 16_384, 16_385, 32_768, 100_000])
def test_the_size_of_a_stream_is_known_beforehand(size: Any) -> None:
    sealed = b"".join(seal_stream(opened(bytes(32)), iter([bytes(size)])))
    check_size(header(size), len(sealed), "file")
    with pytest.raises(TruncatedCiphertext, match="1 bytes are missing"):
        check_size(header(size), len(sealed) - 1, "file")
    with pytest.raises(TamperedCiphertext):
        check_size(header(size), len(sealed) + 1, "file")
