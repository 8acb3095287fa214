"""Steps of a recipe that change texts and bytes."""

import codecs
from collections.abc import Callable
from typing import Annotated, Literal, get_args

from pydantic import Field

from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.recipes.errors import NotInCharset, as_text, require_size
from servicekit import RequestBody

Charset = Literal[
    "utf-16le", "utf-16be", "utf-32le", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250",
    "windows-1251", "windows-1252", "cp437", "cp850", "koi8-r",
    "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr",
]  # fmt: skip
CHARSETS: tuple[Charset, ...] = get_args(Charset)
_CHANGES: dict[str, Callable[[str], str]] = {
    "lowercase": str.lower,
    "uppercase": str.upper,
    "trim": str.strip,
    "reverse": lambda text: text[::-1],
    "rot13": lambda text: codecs.encode(text, "rot13"),
}


class TextStep(RequestBody):
    step: Literal["lowercase", "uppercase", "trim", "reverse", "rot13"] = Field(
        description="What to do with the text."
    )

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises StepNeedsText."""
        return _CHANGES[self.step](as_text(data, number)).encode(), self.step


class CharsetStep(RequestBody):
    step: Literal["from-charset", "to-charset"] = Field(
        description="`from-charset` reads bytes as text, `to-charset` writes text as bytes."
    )
    charset: Charset = Field(description="Charset to convert UTF-8 to or from; PowerShell uses utf-16le.")

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises StepNeedsText, NotInCharset."""
        try:
            if self.step == "from-charset":
                return data.decode(self.charset).encode(), self.charset
            return as_text(data, number).encode(self.charset), self.charset
        except UnicodeError as error:
            raise NotInCharset(number=number, charset=self.charset) from error


class PartStep(RequestBody):
    """Text or bytes of the caller's own."""

    value: str = Field(description="The text to add.")
    encoding: InputEncoding = "utf-8"

    def part(self, number: int) -> bytes:
        """Return them. Raises UndecodableText."""
        return decode(self.value, self.encoding, f"steps.{number}.value")


class AffixStep(PartStep):
    step: Literal["append", "prepend"] = Field(
        description="`append` puts the value after the text, `prepend` before it."
    )

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises UndecodableText."""
        part = self.part(number)
        return (data + part if self.step == "append" else part + data), self.step


class ReplaceStep(PartStep):
    step: Literal["replace"]
    find: Annotated[
        str, Field(min_length=1, description="Text to replace wherever it occurs; it is not a pattern.")
    ]

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Replace every occurrence. Raises UndecodableText, TooMuchData."""
        found, part = decode(self.find, self.encoding, f"steps.{number}.find"), self.part(number)
        if not found:
            return data, self.step
        require_size(len(data) + data.count(found) * (len(part) - len(found)), number)
        return data.replace(found, part), self.step


class XorStep(RequestBody):
    step: Literal["xor"]
    key: Annotated[str, Field(min_length=1, description="Key that is repeated over the bytes.")]
    key_encoding: InputEncoding = "utf-8"

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Combine with the key, again and again. Raises UndecodableText."""
        key = decode(self.key, self.key_encoding, f"steps.{number}.key") or b"\0"
        pad = (key * (len(data) // len(key) + 1))[: len(data)]
        mixed = int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")
        return mixed.to_bytes(len(data), "big"), self.step


class SliceStep(RequestBody):
    step: Literal["slice"]
    start: int = Field(0, description="In bytes; below 0 it counts from the end.")
    length: Annotated[int, Field(ge=0)] | None = Field(None, description="In bytes; by default to the end.")

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        del number
        rest = data[self.start :]
        return rest if self.length is None else rest[: self.length], self.step
