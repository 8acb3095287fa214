"""Steps of a recipe that encode, hash, compress and encrypt."""

import hmac
import zlib
from typing import Literal

from pydantic import Field, SecretStr

from flowforge_crypto.core.encodings.detection import guess
from flowforge_crypto.core.encodings.schemes import Scheme, decode_as, encode_as
from flowforge_crypto.core.encodings.text import InputEncoding, decode
from flowforge_crypto.core.encryption.ciphers import Cipher
from flowforge_crypto.core.encryption.envelope import ENVELOPE_ERRORS, Header
from flowforge_crypto.core.encryption.key_source import KeySource
from flowforge_crypto.core.encryption.messages import begin, check_size, resume, seal_message, unseal_message
from flowforge_crypto.core.encryption.passphrases import PassphraseKdf
from flowforge_crypto.core.recipes.errors import (
    MAX_BYTES,
    NotCompressed,
    NothingDetected,
    NotSealed,
    TooMuchData,
    as_text,
)
from flowforge_crypto.core.signatures.digests import HashAlgorithm, start
from flowforge_crypto.core.signatures.macs import HmacAlgorithm
from servicekit import RequestBody

_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "deflate": -zlib.MAX_WBITS}
_ANY_HEAD = 32 + zlib.MAX_WBITS
_FIELD = "the input"


class DecodeStep(RequestBody):
    step: Literal["decode"]
    scheme: Scheme | Literal["auto"] = Field("auto", description="auto uses the most likely encoding.")

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises StepNeedsText, NothingDetected, NotDecodable, TooLongForScheme."""
        text = as_text(data, number)
        if self.scheme != "auto":
            return decode_as(text, self.scheme), self.scheme
        found = guess(text)
        if not found:
            raise NothingDetected(number=number)
        return found[0].decoded, found[0].scheme


class EncodeStep(RequestBody):
    step: Literal["encode"]
    scheme: Scheme = Field(description="Encoding to apply.")

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises NotEncodable, TooLongForScheme."""
        del number
        return encode_as(data, self.scheme).encode(), self.scheme


class HashStep(RequestBody):
    step: Literal["hash"]
    algorithm: HashAlgorithm = Field(
        default="sha256", description="Hash function; the next step gets the bytes of the hash."
    )

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        del number
        digest = start(self.algorithm)
        digest.update(data)
        return digest.digest(), self.algorithm


class HmacStep(RequestBody):
    step: Literal["hmac"]
    key: SecretStr | None = Field(
        None, description="Key of the HMAC. Without it the input is the key and 'message' is authenticated."
    )
    key_encoding: InputEncoding = "utf-8"
    message: str | None = Field(
        None, description="Message to authenticate with the input as the key, instead of 'key'."
    )
    algorithm: HmacAlgorithm = Field(default="sha256", description="Hash function of the HMAC.")

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises UndecodableText."""
        key, message = data, (self.message or "").encode("utf-8", "surrogatepass")
        if self.key is not None:
            key, message = decode(self.key.get_secret_value(), self.key_encoding, f"steps.{number}.key"), data
        return hmac.digest(key, message, self.algorithm.replace("-", "_")), self.algorithm


class CompressStep(RequestBody):
    step: Literal["gzip", "gunzip", "deflate", "inflate"] = Field(
        description="gunzip reads gzip and zlib; deflate and inflate use raw DEFLATE, as SAML does."
    )

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Raises NotCompressed, TooMuchData."""
        if self.step in _WINDOWS:
            compressor = zlib.compressobj(wbits=_WINDOWS[self.step])
            return compressor.compress(data) + compressor.flush(), self.step
        kind = "gzip or zlib" if self.step == "gunzip" else "deflate"
        return _decompress(data, number, kind), self.step


class EncryptStep(KeySource):
    step: Literal["encrypt"]
    algorithm: Cipher = Field(
        default="aes-256-gcm", description="Authenticated cipher that encrypts the text."
    )
    key_derivation: PassphraseKdf = Field(
        default="argon2id", description="How a key is derived from a passphrase; ignored with a key."
    )

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Seal the input into the envelope of `encrypt`, as bytes. Raises InvalidKey, UndecodableText."""
        del number
        opened = begin(self, self.algorithm, self.key_derivation, len(data))
        return opened.header.pack() + seal_message(opened, self.algorithm, data), self.algorithm


class DecryptStep(KeySource):
    step: Literal["decrypt"]

    def apply(self, data: bytes, number: int) -> tuple[bytes, str]:
        """Open the envelope of `encrypt`. Raises NotSealed, InvalidKey, UndecodableText."""
        try:
            header, packed = Header.unpack(data, _FIELD)
            if header.cipher is None:
                raise NotSealed(number=number, reason="it is an encrypted file, for decrypt-file")
            check_size(header, len(data) - len(packed), _FIELD)
            opened = resume(self, header, packed, _FIELD)
            return unseal_message(opened, header.cipher, data[len(packed) :], _FIELD), header.algorithm
        except ENVELOPE_ERRORS as error:
            raise NotSealed(number=number, reason=error.text.removesuffix(".")) from error


def _decompress(data: bytes, number: int, kind: str) -> bytes:
    decompressor = zlib.decompressobj(wbits=_WINDOWS["deflate"] if kind == "deflate" else _ANY_HEAD)
    try:
        plain = decompressor.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise NotCompressed(number=number, kind=kind) from error
    if decompressor.unconsumed_tail:
        raise TooMuchData(number=number)
    if not decompressor.eof:
        raise NotCompressed(number=number, kind=kind)
    return plain
