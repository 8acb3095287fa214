from typing import Any

import pytest

from flowforge_crypto.core.encodings.positional import (
    BASE58,
    BASE62,
    from_base,
    from_base45,
    to_base,
    to_base45,
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # draft-msporny-base58, section 5.
        (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (bytes.fromhex("0000287fb4cd"), "11233QC4"),
        (b"", ""),
    ],
)
def test_base58(data: Any, text: Any) -> None:
    assert to_base(data, BASE58) == text
    assert from_base(text, BASE58) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")],
)
def test_base45(data: Any, text: Any) -> None:
    """RFC 9285, sections 4.3 and 4.4."""
    assert to_base45(data) == text
    assert from_base45(text) == data


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "::", "ab", "AAAA"])
def test_base45_refuses_what_the_rfc_forbids(text: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_base45(text)


def test_base62_keeps_leading_zeros() -> None:
    for data in (b"", b"\0", b"\0\0\1", bytes(range(256))):
        assert from_base(to_base(data, BASE62), BASE62) == data
    assert to_base(b"\0\x3d", BASE62) == "0z"
    with pytest.raises(ValueError, match="outside the alphabet"):
        from_base("a-b", BASE62)
