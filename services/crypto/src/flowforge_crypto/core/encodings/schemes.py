"""Ways to write bytes as text, and text as safer text, by name."""

import base64
import binascii
import html
import quopri
import re
from collections.abc import Callable
from typing import Literal
from urllib.parse import quote, unquote_to_bytes

from flowforge_crypto.core.encodings.positional import (
    BASE58,
    BASE62,
    from_base,
    from_base45,
    to_base,
    to_base45,
)
from servicekit import InvalidInput, ResourceLimit

Scheme = Literal[
    "base16",
    "base32",
    "base45",
    "base58",
    "base62",
    "base64",
    "base64url",
    "base85",
    "ascii85",
    "url",
    "html",
    "quoted-printable",
    "punycode",
]
NUMBER_BYTES = 4096
_LINE_END = re.compile(rb"\r\n|\r|\n")


class NotEncodable(InvalidInput):
    code = "TEXT_NOT_ENCODABLE"
    message = "'text' cannot be encoded as {scheme}: {reason}."


class NotDecodable(InvalidInput):
    code = "TEXT_NOT_DECODABLE"
    message = "'text' is not valid {scheme}."


class TooLongForScheme(ResourceLimit):
    code = "TEXT_TOO_LONG_FOR_SCHEME"
    message = "'text' is too long for {scheme}, which takes at most {limit} bytes: use base64."


def encode_as(data: bytes, scheme: Scheme) -> str:
    """Write *data* in *scheme*. Raises NotEncodable, TooLongForScheme."""
    if scheme in ("base58", "base62") and len(data) > NUMBER_BYTES:
        raise TooLongForScheme(scheme=scheme, limit=NUMBER_BYTES)
    try:
        return _ENCODERS[scheme](data)
    except UnicodeError as error:
        reason = "it is not a domain name" if scheme == "punycode" else "it is not UTF-8 text"
        raise NotEncodable(scheme=scheme, reason=reason) from error


def decode_as(text: str, scheme: Scheme) -> bytes:
    """Read *text* in *scheme*. Raises NotDecodable, TooLongForScheme."""
    if scheme in ("base58", "base62") and len(text) > 2 * NUMBER_BYTES:
        raise TooLongForScheme(scheme=scheme, limit=NUMBER_BYTES)
    try:
        return _DECODERS[scheme](text)
    except ValueError as error:  # binascii.Error and UnicodeError among them
        raise NotDecodable(scheme=scheme) from error


def _ascii(encoder: Callable[[bytes], bytes]) -> Callable[[bytes], str]:
    return lambda data: encoder(data).decode("ascii")


def _compact(text: str) -> bytes:
    return "".join(text.split()).encode("ascii")


def _padded(text: str, group: int) -> bytes:
    bare = _compact(text).rstrip(b"=")
    return bare + b"=" * (-len(bare) % group)


def _base16(text: str) -> bytes:
    """Colons, hyphens and 0x, as fingerprints and dumps have them, are passed over."""
    return bytes.fromhex(_compact(text).decode("ascii").replace(":", "").replace("-", "").removeprefix("0x"))


def _ascii85(text: str) -> bytes:
    """The marks <~ and ~>, which Adobe sets around it, may be there."""
    return base64.a85decode(_compact(text).removeprefix(b"<~").removesuffix(b"~>"))


def _base32(text: str) -> bytes:
    return base64.b32decode(_padded(text, 8), casefold=True)


def _base64(text: str) -> bytes:
    return base64.b64decode(_padded(text, 4), validate=True)


def _base64url(text: str) -> bytes:
    if "+" in text or "/" in text:
        raise binascii.Error("a character of the other alphabet")
    return base64.b64decode(_padded(text, 4), altchars=b"-_", validate=True)


def _base85(text: str) -> bytes:
    return base64.b85decode(_compact(text))


def _url(text: str) -> bytes:
    return unquote_to_bytes(text)


def _html(text: str) -> bytes:
    return html.unescape(text).encode()


def _to_punycode(data: bytes) -> str:
    import idna  # noqa: PLC0415 - its tables are large

    return idna.encode(data.decode("utf-8"), uts46=True).decode("ascii")


def _from_punycode(text: str) -> bytes:
    import idna  # noqa: PLC0415 - its tables are large

    return idna.decode(text).encode()


def _quoted_printable(text: str) -> bytes:
    return binascii.a2b_qp(text.encode("ascii"))


def _to_quoted_printable(data: bytes) -> bytes:
    """Keep the line ends of text where all are alike; else encode each, so that none is changed."""
    ends = set(_LINE_END.findall(data))
    return quopri.encodestring(data) if ends in (set(), {b"\n"}, {b"\r\n"}) else _binary(data)


def _binary(data: bytes) -> bytes:
    return binascii.b2a_qp(data, istext=False)


_ENCODERS: dict[Scheme, Callable[[bytes], str]] = {
    "base16": bytes.hex,
    "base32": _ascii(base64.b32encode),
    "base45": to_base45,
    "base58": lambda data: to_base(data, BASE58),
    "base62": lambda data: to_base(data, BASE62),
    "base64": _ascii(base64.b64encode),
    "base64url": lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii"),
    "base85": _ascii(base64.b85encode),
    "ascii85": _ascii(base64.a85encode),
    "url": lambda data: quote(data, safe=""),
    "html": lambda data: html.escape(data.decode("utf-8")),
    "quoted-printable": _ascii(_to_quoted_printable),
    "punycode": _to_punycode,
}

_DECODERS: dict[Scheme, Callable[[str], bytes]] = {
    "base16": _base16,
    "base32": _base32,
    "base45": from_base45,
    "base58": lambda text: from_base(text.strip(), BASE58),
    "base62": lambda text: from_base(text.strip(), BASE62),
    "base64": _base64,
    "base64url": _base64url,
    "base85": _base85,
    "ascii85": _ascii85,
    "url": _url,
    "html": _html,
    "quoted-printable": _quoted_printable,
    "punycode": _from_punycode,
}
