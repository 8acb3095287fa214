"""Text that stands for bytes: how requests carry binary values, and how answers do."""

import base64
import binascii
import re
from typing import Annotated, Literal

from pydantic import Field

from servicekit import InvalidInput

ByteEncoding = Literal["hex", "base64", "base64url"]
TextEncoding = Literal["utf-8", "hex", "base64", "base64url"]

InputEncoding = Annotated[TextEncoding, Field(description="Encoding of the text.")]
OutputEncoding = Annotated[ByteEncoding, Field(description="Encoding of the result.")]

_TO_BASE64 = str.maketrans("-_+/", "+/!!")
_WHITESPACE = re.compile(r"\s+")


class UndecodableText(InvalidInput):
    code = "TEXT_UNDECODABLE"
    message = "'{field}' is not valid {encoding}: {reason}."


class PlaintextIsBinary(InvalidInput):
    code = "OUTPUT_NOT_TEXT"
    message = "The result is not UTF-8 text: set 'output' to base64, base64url or hex."


def decode(text: str, encoding: TextEncoding, field: str = "text") -> bytes:
    """Return the bytes that *text* stands for.

    White space in hex and base64 is skipped, and base64 may lack its padding. Raises UndecodableText, which
    names *field* and never repeats its content.
    """
    if encoding == "utf-8":
        return _utf8(text, field)
    compact = _WHITESPACE.sub("", text)
    try:
        return bytes.fromhex(compact) if encoding == "hex" else _base64(compact, encoding)
    except ValueError as error:
        raise UndecodableText(field=field, encoding=encoding, reason=_reason(encoding)) from error


def encode(data: bytes, encoding: ByteEncoding) -> str:
    """Write *data* as text; base64url has no padding, as in RFC 7515."""
    if encoding == "hex":
        return data.hex()
    if encoding == "base64":
        return base64.b64encode(data).decode("ascii")
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def present(data: bytes, encoding: TextEncoding) -> str:
    """Write *data* as text. Raises PlaintextIsBinary if it should be UTF-8 and is not."""
    if encoding != "utf-8":
        return encode(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PlaintextIsBinary from error


def _utf8(text: str, field: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        reason = "it contains half of a surrogate pair"
        raise UndecodableText(field=field, encoding="utf-8", reason=reason) from error


def _base64(text: str, encoding: TextEncoding) -> bytes:
    bare = text.rstrip("=")
    if len(bare) % 4 == 1:
        raise binascii.Error("a length that no bytes have")
    if encoding == "base64url":
        bare = bare.translate(_TO_BASE64)
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _reason(encoding: TextEncoding) -> str:
    if encoding == "hex":
        return "each byte takes two of 0-9 and a-f"
    alphabet = "A-Z, a-z, 0-9, '-' and '_'" if encoding == "base64url" else "A-Z, a-z, 0-9, '+' and '/'"
    return f"only {alphabet} are allowed, in groups of four"
