"""The envelope around every ciphertext: what it holds, how it is written and read.

    "FFE"  version (1 byte)  header length (2 bytes, big-endian)  header (JSON)  ciphertext

The README of the service documents it; docs/decisions/0030 tells why it is so.
"""

import hmac
from typing import Annotated, Final, Literal, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flowforge_crypto.core.encryption.ciphers import CIPHERS, KEY_BYTES, Cipher
from flowforge_crypto.core.encryption.passphrases import Cost
from servicekit import InvalidInput

MAGIC = b"FFE"
VERSION = 1
FIXED_BYTES = len(MAGIC) + 3
MAX_HEADER_BYTES = 1024
COBBLESTONE: Final = "cobblestone-256"
SECRETSTREAM: Final = "xchacha20-poly1305-secretstream"

Stream = Literal["cobblestone-256", "xchacha20-poly1305-secretstream"]
Algorithm = Cipher | Stream
Hash256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class NotAnEnvelope(InvalidInput):
    code = "ENVELOPE_UNKNOWN"
    message = "'{field}' was not encrypted by this service: its header is missing."


class UnknownEnvelopeVersion(InvalidInput):
    code = "ENVELOPE_VERSION_UNKNOWN"
    message = "'{field}' has envelope version {version}; only version 1 is supported."


class InvalidEnvelope(InvalidInput):
    code = "ENVELOPE_INVALID"
    message = "The header of '{field}' is damaged."


class TruncatedCiphertext(InvalidInput):
    code = "CIPHERTEXT_TRUNCATED"
    message = "'{field}' is incomplete: {missing} bytes are missing at its end."


class TamperedCiphertext(InvalidInput):
    code = "CIPHERTEXT_TAMPERED"
    message = "'{field}' was changed after encryption and cannot be decrypted."


class WrongKey(InvalidInput):
    code = "KEY_WRONG"
    message = "'{kind}' is wrong: '{field}' was encrypted with another {kind}."


class OtherKindOfKey(InvalidInput):
    code = "KEY_KIND_WRONG"
    message = "'{field}' was encrypted with a {kind}: give '{kind}'."


class WrongAssociatedData(InvalidInput):
    code = "ASSOCIATED_DATA_WRONG"
    message = "'associated_data' does not match '{field}': {reason}."


ENVELOPE_ERRORS = (
    NotAnEnvelope,
    UnknownEnvelopeVersion,
    InvalidEnvelope,
    TruncatedCiphertext,
    TamperedCiphertext,
    WrongKey,
    OtherKindOfKey,
    WrongAssociatedData,
)


class Header(BaseModel):
    """The part in clear; every byte of it is authenticated with the ciphertext.

    `commitment` and `associated_data` are outputs under the key: they tell a wrong key, and wrong associated
    data, from a changed ciphertext without decrypting anything.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    algorithm: Algorithm
    salt: Hash256
    commitment: Hash256
    associated_data: Hash256 | None = None
    passphrase: Cost | None = None
    plaintext_bytes: Annotated[int, Field(ge=0)]

    @property
    def cipher(self) -> Cipher | None:
        """The cipher of a text; None for files, which are streams."""
        return next((one for one in CIPHERS if one == self.algorithm), None)

    def pack(self) -> bytes:
        """Return everything that stands before the ciphertext."""
        body = self.model_dump_json(exclude_none=True).encode("ascii")
        return MAGIC + bytes([VERSION]) + len(body).to_bytes(2, "big") + body

    @classmethod
    def unpack(cls, data: bytes, field: str) -> tuple[Self, bytes]:
        """Return the header at the start of *data*, and its bytes as they were written.

        Raises NotAnEnvelope, UnknownEnvelopeVersion, TruncatedCiphertext or InvalidEnvelope.
        """
        if not data.startswith(MAGIC):
            raise NotAnEnvelope(field=field)
        if len(data) < FIXED_BYTES:
            raise TruncatedCiphertext(field=field, missing="some")
        if data[3] != VERSION:
            raise UnknownEnvelopeVersion(field=field, version=data[3])
        length = int.from_bytes(data[4:6], "big")
        if length > MAX_HEADER_BYTES:
            raise InvalidEnvelope(field=field)
        packed = data[: FIXED_BYTES + length]
        if len(packed) < FIXED_BYTES + length:
            raise TruncatedCiphertext(field=field, missing="some")
        try:
            return cls.model_validate_json(packed[FIXED_BYTES:]), packed
        except ValidationError as error:
            raise InvalidEnvelope(field=field) from error


class KeySchedule:
    """What one envelope uses of its key: HKDF-SHA256 (RFC 5869) under a salt of its own."""

    def __init__(self, master: bytes, salt: str, algorithm: Algorithm) -> None:
        kdf = HKDF(
            algorithm=SHA256(),
            length=KEY_BYTES + 24 + 32 + 32,
            salt=bytes.fromhex(salt),
            info=b"flowforge envelope 1 " + algorithm.encode("ascii"),
        )
        material = kdf.derive(master)
        self.key = material[:32]
        self.nonce = material[32:56]
        self.commitment = material[56:88].hex()
        self._associated_data_key = material[88:]

    def bind(self, associated_data: bytes) -> str:
        return hmac.digest(self._associated_data_key, associated_data, "sha256").hex()
