from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowforge_crypto.core.encodings.schemes import (
    NotDecodable,
    NotEncodable,
    Scheme,
    TooLongForScheme,
    decode_as,
    encode_as,
)

OF_TEXT = ("html", "punycode")


@pytest.mark.parametrize(
    ("scheme", "data", "text"),
    [
        ("base16", b"foobar", "666f6f626172"),  # RFC 4648, section 10, in lower case
        ("base32", b"foob", "MZXW6YQ="),  # RFC 4648, section 10
        ("base64", b"foob", "Zm9vYg=="),  # likewise
        ("base64url", b"\xfb\xff\xbf\xff", "-_-__w"),
        ("base45", b"Hello!!", "%69 VD92EX0"),  # RFC 9285
        ("base58", b"Hello World!", "2NEpo7TZRRrLZSi2U"),  # draft-msporny-base58
        ("ascii85", b"Man is distinguished", "9jqo^BlbD-BleB1DJ+*+F(f,q"),  # the Ascii85 article's text
        ("url", "a b&c/ä".encode(), "a%20b%26c%2F%C3%A4"),  # RFC 3986
        ("html", b'<a href="x">\'&', "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;"),
        ("quoted-printable", "naïve=1".encode(), "na=C3=AFve=3D1"),  # RFC 2045, 6.7
        ("punycode", "bücher.example".encode(), "xn--bcher-kva.example"),  # RFC 3492's usual example
    ],
)
def test_known_values(scheme: Any, data: Any, text: Any) -> None:
    assert encode_as(data, scheme) == text
    assert decode_as(text, scheme) == data


@pytest.mark.parametrize(
    ("scheme", "text", "data"),
    [
        ("base16", "DE:AD:be:ef", b"\xde\xad\xbe\xef"),
        ("base16", "0xdead beef", b"\xde\xad\xbe\xef"),
        ("base16", "de-ad", b"\xde\xad"),
        ("ascii85", "<~9jqo^~>", b"Man "),
    ],
)
def test_other_spellings_are_read(scheme: Any, text: str, data: bytes) -> None:
    assert decode_as(text, scheme) == data


@pytest.mark.parametrize("scheme", [scheme for scheme in get_args(Scheme) if scheme not in OF_TEXT])
@given(data=st.binary(max_size=300))
def test_what_is_encoded_is_decoded(scheme: Any, data: Any) -> None:
    assert decode_as(encode_as(data, scheme), scheme) == data


PIECES = (b"\r", b"\n", b"\r\n", b"a", b" ", b"\t", b"=", b".", b"\xff", b"x" * 80)


@pytest.mark.parametrize("scheme", [scheme for scheme in get_args(Scheme) if scheme not in OF_TEXT])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=12))
def test_lines_are_kept(scheme: Any, pieces: Any) -> None:
    data = b"".join(pieces)
    assert decode_as(encode_as(data, scheme), scheme) == data


def test_quoted_printable_of_text_stays_readable() -> None:
    assert encode_as("naïve\r\nline".encode(), "quoted-printable") == "na=C3=AFve\r\nline"
    assert encode_as(b"one\ntwo\r\nthree", "quoted-printable") == "one=0Atwo=0D=0Athree"


@given(text=st.text(max_size=300).filter(lambda text: "\r" not in text and "\0" not in text))
def test_html_of_any_text(text: Any) -> None:
    assert decode_as(encode_as(text.encode(), "html"), "html") == text.encode()


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("base16", "abc"),
        ("base32", "1"),
        ("base45", "A"),
        ("base58", "0OIl"),
        ("base62", "-"),
        ("base64", "!"),
        ("base64url", "+/+/"),
        ("base85", '"'),
        ("ascii85", "\x7f"),
        ("quoted-printable", "ä"),
        ("punycode", "xn--\udcff"),
    ],
)
def test_what_is_not_valid_is_refused(scheme: Any, text: Any) -> None:
    with pytest.raises(NotDecodable, match=f"'text' is not valid {scheme}"):
        decode_as(text, scheme)


def test_what_cannot_be_encoded_is_refused() -> None:
    with pytest.raises(NotEncodable, match="not UTF-8"):
        encode_as(b"\xff", "html")
    with pytest.raises(NotEncodable, match="not a domain name"):
        encode_as(b"a..b", "punycode")


def test_large_numbers_are_refused() -> None:
    for scheme in ("base58", "base62"):
        assert len(encode_as(bytes(4096), scheme)) == 4096
        with pytest.raises(TooLongForScheme):
            encode_as(bytes(4097), scheme)
        with pytest.raises(TooLongForScheme):
            decode_as("1" * 8193, scheme)
