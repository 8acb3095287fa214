import hashlib
from typing import Any

import pytest
from pydantic import ValidationError

from flowforge_crypto.core.encodings.text import UndecodableText
from flowforge_crypto.operations.hash import HashForm, LengthIsFixed, hash_data


def test_known_answer() -> None:
    """FIPS 180-2, appendix B.1."""
    result = hash_data(HashForm(text="abc"))
    assert result.hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (result.algorithm, result.weak, result.size_bytes) == ("sha256", False, 3)


def test_md5_and_sha1_are_flagged() -> None:
    assert hash_data(HashForm(text="abc", algorithm="md5")).weak
    assert hash_data(HashForm(text="abc", algorithm="sha1")).weak


def test_bytes_in_hex_and_base64_give_what_their_text_gives() -> None:
    expected = hash_data(HashForm(text="héllo", algorithm="sha512"))
    assert hash_data(HashForm(text="68c3a96c6c6f", encoding="hex", algorithm="sha512")) == expected
    assert hash_data(HashForm(text="aMOpbGxv", encoding="base64", algorithm="sha512")) == expected


def test_output_in_base64() -> None:
    result = hash_data(HashForm(text="abc", output="base64"))
    assert result.hash == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="


def test_a_file_in_pieces(spooled: Any) -> None:
    content = bytes(range(256)) * 9000
    file = spooled(content)
    assert hash_data(HashForm(file=file, algorithm="sha512")).hash == hashlib.sha512(content).hexdigest()
    assert hash_data(HashForm(file=file, algorithm="sha512")).size_bytes == len(content)


def test_sha256_of_a_file_is_that_of_its_arrival(spooled: Any) -> None:
    file = spooled(b"content")
    file.path.unlink()  # so that reading it again would fail
    result = hash_data(HashForm(file=file))
    assert (result.hash, result.size_bytes) == (hashlib.sha256(b"content").hexdigest(), 7)


def test_the_empty_text_is_a_text() -> None:
    assert hash_data(HashForm(text="", algorithm="md5")).hash == "d41d8cd98f00b204e9800998ecf8427e"


def test_length_of_extendable_algorithms() -> None:
    result = hash_data(HashForm(text="", algorithm="shake128", length_bytes=16))
    assert result.hash == "7f9c2ba4e88f827d616045507605853e"  # NIST CAVP SHAKE128ShortMsg, Len = 0


def test_length_of_others_is_fixed() -> None:
    with pytest.raises(LengthIsFixed, match="'length_bytes' does not apply to sha256"):
        hash_data(HashForm(text="", length_bytes=16))


def test_undecodable_text() -> None:
    with pytest.raises(UndecodableText, match="'text' is not valid hex"):
        hash_data(HashForm(text="xyz", encoding="hex"))


@pytest.mark.parametrize("values", [{}, {"text": "a", "file": {"base64": "YQ=="}}])
def test_exactly_one_of_text_and_file(values: Any) -> None:
    with pytest.raises(ValidationError, match="give exactly one of 'file' and 'text'"):
        HashForm(**values)


@pytest.mark.parametrize("length", [0, 1025])
def test_limits_of_the_length(length: Any) -> None:
    with pytest.raises(ValidationError):
        HashForm(text="", algorithm="shake128", length_bytes=length)
