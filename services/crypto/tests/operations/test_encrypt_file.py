import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.core.encryption.envelope import Header
from flowforge_crypto.core.encryption.key_source import InvalidKey
from flowforge_crypto.operations.decrypt_file import DecryptFileForm, decrypt_file
from flowforge_crypto.operations.encrypt_file import EncryptFileForm, encrypt_file
from servicekit.testing import worker_context

KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
CHUNK = 16 * 1024


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 1_000_000])
def test_what_is_encrypted_is_decrypted(spooled: Any, tmp_path: Path, size: Any) -> None:
    content = bytes(number * 7 % 256 for number in range(size))
    output = encrypt_file(
        EncryptFileForm(file=spooled(content, "report.pdf"), key=KEY, associated_data="7"), worker_context()
    )
    assert output.name == "report.pdf.ffe"
    sealed = spooled(b"".join(output.data), output.name)
    form = DecryptFileForm(file=sealed, key=KEY, associated_data="7")
    opened = decrypt_file(form, worker_context(tmp_path))
    assert opened.data.read_bytes() == content
    assert opened.name == "report.pdf"


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 1_000_000])
def test_xchacha20_both_ways(spooled: Any, tmp_path: Path, size: Any) -> None:
    content = bytes(number * 7 % 256 for number in range(size))
    form = EncryptFileForm(
        file=spooled(content), key=KEY, associated_data="7", algorithm="xchacha20-poly1305"
    )
    sealed = b"".join(encrypt_file(form, worker_context()).data)
    assert Header.unpack(sealed, "file")[0].algorithm == "xchacha20-poly1305-secretstream"
    request = DecryptFileForm(file=spooled(sealed), key=KEY, associated_data="7")
    assert decrypt_file(request, worker_context(tmp_path)).data.read_bytes() == content


@pytest.mark.parametrize("derivation", ["argon2id", "scrypt"])
def test_with_a_passphrase(spooled: Any, tmp_path: Path, derivation: Any) -> None:
    form = EncryptFileForm(file=spooled(b"content"), passphrase="words", key_derivation=derivation)
    sealed = b"".join(encrypt_file(form, worker_context()).data)
    header, _ = Header.unpack(sealed, "file")
    assert header.algorithm == "cobblestone-256"
    assert header.passphrase
    assert header.passphrase.name == derivation
    if derivation == "argon2id":  # scrypt both ways is test_encrypt's
        request = DecryptFileForm(file=spooled(sealed), passphrase="words")
        opened = decrypt_file(request, worker_context(tmp_path))
        assert opened.data.read_bytes() == b"content"


def test_memory_stays_constant(spooled: Any) -> None:
    file = spooled(bytes(48 << 20))
    tracemalloc.start()
    size = sum(
        len(piece) for piece in encrypt_file(EncryptFileForm(file=file, key=KEY), worker_context()).data
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > file.size
    assert peak < 4 << 20


def test_a_file_without_a_name(spooled: Any) -> None:
    assert (
        encrypt_file(EncryptFileForm(file=spooled(b"", None), key=KEY), worker_context()).name == "file.ffe"
    )


def test_a_key_of_another_size(spooled: Any) -> None:
    with pytest.raises(InvalidKey):
        encrypt_file(EncryptFileForm(file=spooled(b""), key="00"), worker_context())


def test_undecodable_associated_data(spooled: Any) -> None:
    with pytest.raises(UndecodableText):
        encrypt_file(EncryptFileForm(file=spooled(b""), key=KEY, associated_data="\ud800"), worker_context())
