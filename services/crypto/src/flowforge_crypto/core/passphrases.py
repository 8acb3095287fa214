"""Keys from passphrases: Argon2id (RFC 9106) and scrypt (RFC 7914), with bounded cost."""

import secrets
from typing import Annotated, Literal

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field

PassphraseKdf = Literal["argon2id", "scrypt"]
SALT_BYTES = 16
MAX_MEMORY_KIB = 256 * 1024

Salt = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Argon2idCost(BaseModel):
    """How a passphrase becomes a key. The default is RFC 9106's second recommendation: 64 MiB, 3 passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["argon2id"] = "argon2id"
    memory_kib: Annotated[int, Field(ge=8, le=MAX_MEMORY_KIB)] = 65_536
    passes: Annotated[int, Field(ge=1, le=16)] = 3
    lanes: Annotated[int, Field(ge=1, le=16)] = 4
    salt: Salt = Field(default_factory=lambda: secrets.token_hex(SALT_BYTES))

    def derive(self, passphrase: bytes) -> bytes:
        """Return 32 bytes."""
        kdf = Argon2id(
            salt=bytes.fromhex(self.salt),
            length=32,
            iterations=self.passes,
            lanes=self.lanes,
            memory_cost=max(self.memory_kib, 8 * self.lanes),
        )
        return kdf.derive(passphrase)


class ScryptCost(BaseModel):
    """How a passphrase becomes a key. The default takes 128 MiB: N = 2^17, r = 8, p = 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["scrypt"] = "scrypt"
    log2_n: Annotated[int, Field(ge=10, le=18)] = 17
    r: Annotated[int, Field(ge=1, le=8)] = 8
    p: Annotated[int, Field(ge=1, le=4)] = 1
    salt: Salt = Field(default_factory=lambda: secrets.token_hex(SALT_BYTES))

    def derive(self, passphrase: bytes) -> bytes:
        """Return 32 bytes."""
        kdf = Scrypt(salt=bytes.fromhex(self.salt), length=32, n=1 << self.log2_n, r=self.r, p=self.p)
        return kdf.derive(passphrase)


Cost = Annotated[Argon2idCost | ScryptCost, Field(discriminator="name")]


def cost_of(kdf: PassphraseKdf) -> Argon2idCost | ScryptCost:
    """Return the default cost with a fresh salt."""
    return Argon2idCost() if kdf == "argon2id" else ScryptCost()
