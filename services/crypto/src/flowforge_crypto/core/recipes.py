"""The steps of a recipe: what each takes, and what it makes of bytes."""

import hmac
import zlib
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field, SecretStr

from flowforge_crypto.core.detection import guess
from flowforge_crypto.core.digests import HashAlgorithm, start
from flowforge_crypto.core.encodings import InputEncoding, decode
from flowforge_crypto.core.macs import HmacAlgorithm
from flowforge_crypto.core.schemes import Scheme, decode_as, encode_as
from servicekit import InvalidInput, RequestBody, ResourceLimit

MAX_BYTES = 16 << 20
_GZIP = 16 + zlib.MAX_WBITS


class StepNeedsText(InvalidInput):
    code = "RECIPE_STEP_NEEDS_TEXT"
    message = "'steps.{number}' works on text, and what the step before made is no UTF-8 text."


class NothingDetected(InvalidInput):
    code = "RECIPE_NOTHING_DETECTED"
    message = "'steps.{number}' finds no encoding in its input: it looks plain."


class NotCompressed(InvalidInput):
    code = "RECIPE_NOT_COMPRESSED"
    message = "'steps.{number}' cannot decompress its input: it is no whole gzip or zlib stream."


class TooMuchData(ResourceLimit):
    code = "RECIPE_TOO_MUCH_DATA"
    message = "'steps.{number}' makes more than 16 MiB."


class DecodeStep(RequestBody):
    step: Literal["decode"]
    scheme: Scheme | Literal["auto"] = Field("auto", description="auto takes the most likely encoding.")


class EncodeStep(RequestBody):
    step: Literal["encode"]
    scheme: Scheme


class HashStep(RequestBody):
    step: Literal["hash"]
    algorithm: HashAlgorithm = "sha256"


class HmacStep(RequestBody):
    step: Literal["hmac"]
    key: SecretStr
    key_encoding: InputEncoding = "utf-8"
    algorithm: HmacAlgorithm = "sha256"


class CompressStep(RequestBody):
    step: Literal["gzip", "gunzip"]


class TextStep(RequestBody):
    step: Literal["lowercase", "uppercase", "trim", "reverse"]


Step = Annotated[
    DecodeStep | EncodeStep | HashStep | HmacStep | CompressStep | TextStep, Field(discriminator="step")
]


def apply(step: Step, data: bytes, number: int) -> tuple[bytes, str]:
    """Return what *step* makes of *data*, and what it did in a word. *number* is its place, for messages."""
    if isinstance(step, DecodeStep):
        return _decode(step, _text(data, number), number)
    if isinstance(step, EncodeStep):
        return encode_as(data, step.scheme).encode("ascii"), step.scheme
    if isinstance(step, HashStep):
        digest = start(step.algorithm)
        digest.update(data)
        return digest.digest(), step.algorithm
    if isinstance(step, HmacStep):
        key = decode(step.key.get_secret_value(), step.key_encoding, f"steps.{number}.key")
        return hmac.digest(key, data, step.algorithm.replace("-", "_")), step.algorithm
    if isinstance(step, CompressStep):
        return _compress(step, data, number), step.step
    return _change(step, _text(data, number)).encode(), step.step


def _decode(step: DecodeStep, text: str, number: int) -> tuple[bytes, str]:
    if step.scheme != "auto":
        return decode_as(text, step.scheme), step.scheme
    found = guess(text)
    if not found:
        raise NothingDetected(number=number)
    return found[0].decoded, found[0].scheme


def _compress(step: CompressStep, data: bytes, number: int) -> bytes:
    if step.step == "gzip":
        compressor = zlib.compressobj(wbits=_GZIP)
        return compressor.compress(data) + compressor.flush()
    decompressor = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)  # gzip and zlib, told apart by their heads
    try:
        plain = decompressor.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise NotCompressed(number=number) from error
    if decompressor.unconsumed_tail:
        raise TooMuchData(number=number)
    if not decompressor.eof:
        raise NotCompressed(number=number)
    return plain


def _change(step: TextStep, text: str) -> str:
    changes: dict[str, Callable[[str], str]] = {
        "lowercase": str.lower,
        "uppercase": str.upper,
        "trim": str.strip,
        "reverse": lambda one: one[::-1],
    }
    return changes[step.step](text)


def _text(data: bytes, number: int) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StepNeedsText(number=number) from error
