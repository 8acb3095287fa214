"""Keys from passphrases: Argon2id (RFC 9106) and scrypt (RFC 7914), with bounded cost."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from servicekit import Context

PassphraseKdf = Literal["argon2id", "scrypt"]
SALT_BYTES = 16
MAX_MEMORY_KIB = 256 * 1024

MAX_ARGON2_WORK = 1 << 20
"""KiB of memory times passes: 4 seconds on one busy core."""

MAX_SCRYPT_WORK = 1 << 22
"""N times r times p: 4 seconds on one busy core."""

Salt = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Argon2idCost(BaseModel):
    """Key derivation for a passphrase. The default is RFC 9106's second recommendation: 64 MiB, 3 passes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["argon2id"] = "argon2id"
    memory_kib: Annotated[int, Field(ge=8, le=MAX_MEMORY_KIB)] = 65_536
    passes: Annotated[int, Field(ge=1, le=16)] = 3
    lanes: Annotated[int, Field(ge=1, le=16)] = 4
    salt: Salt = Field(default_factory=lambda: secrets.token_hex(SALT_BYTES))

    @model_validator(mode="after")
    def _is_affordable(self) -> Self:
        if self.memory_kib * self.passes > MAX_ARGON2_WORK:
            raise ValueError("'memory_kib' times 'passes' is too much work")
        return self

    def derive(self, passphrase: bytes) -> bytes:
        """Return 32 bytes."""
        from argon2 import low_level  # noqa: PLC0415 - loaded by the first call that needs it

        return low_level.hash_secret_raw(
            passphrase,
            bytes.fromhex(self.salt),
            time_cost=self.passes,
            memory_cost=max(self.memory_kib, 8 * self.lanes),
            parallelism=self.lanes,
            hash_len=32,
            type=low_level.Type.ID,
        )


class ScryptCost(BaseModel):
    """Key derivation for a passphrase. The default takes 128 MiB: N = 2^17, r = 8, p = 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["scrypt"] = "scrypt"
    log2_n: Annotated[int, Field(ge=10, le=18)] = 17
    r: Annotated[int, Field(ge=1, le=8)] = 8
    p: Annotated[int, Field(ge=1, le=4)] = 1
    salt: Salt = Field(default_factory=lambda: secrets.token_hex(SALT_BYTES))

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        require_possible(self.log2_n, self.r)
        if scrypt_work(self.log2_n, self.r, self.p) > MAX_SCRYPT_WORK:
            raise ValueError("2^log2_n times 'r' times 'p' is too much work")
        return self

    def derive(self, passphrase: bytes) -> bytes:
        """Return 32 bytes."""
        return scrypt(passphrase, bytes.fromhex(self.salt), (self.log2_n, self.r, self.p), 32)


Cost = Annotated[Argon2idCost | ScryptCost, Field(discriminator="name")]


def require_possible(log2_n: int, r: int) -> None:
    """Raise ValueError unless N < 2^(128 * r / 8), as RFC 7914, section 2, demands."""
    if log2_n >= 16 * r:
        raise ValueError("'log2_n' has to be less than 16 times 'r'")


def scrypt_work(log2_n: int, r: int, p: int) -> int:
    """Return the work of scrypt, which its time is proportional to."""
    return (r * p) << log2_n


def scrypt(secret: bytes, salt: bytes, cost: tuple[int, int, int], length: int) -> bytes:
    """Return *length* bytes by scrypt at the cost (log2 of N, r, p), with the memory that this needs."""
    log2_n, r, p = cost
    needed = 128 * r * ((1 << log2_n) + p + 2)
    return hashlib.scrypt(secret, salt=salt, n=1 << log2_n, r=r, p=p, maxmem=needed + (1 << 20), dklen=length)


def cost_of(kdf: PassphraseKdf) -> Argon2idCost | ScryptCost:
    """Return the default cost with a fresh salt."""
    return Argon2idCost() if kdf == "argon2id" else ScryptCost()


class DerivedKey(BaseModel):
    """A derived key, in hexadecimal."""

    key: str


Derive = Callable[[Argon2idCost | ScryptCost, bytes], bytes]


def derive_here(cost: Argon2idCost | ScryptCost, passphrase: bytes) -> bytes:
    """Derive a key in this process: for handlers that run in a worker."""
    return cost.derive(passphrase)


def derive_in_worker(context: Context) -> Derive:
    """Return what derives keys in a worker process: a derivation cannot be stopped, a process can."""

    def derive(cost: Argon2idCost | ScryptCost, passphrase: bytes) -> bytes:
        return bytes.fromhex(context.in_worker(derive_key, cost=cost, passphrase=passphrase).key)

    return derive


def derive_key(cost: Argon2idCost | ScryptCost, passphrase: bytes) -> DerivedKey:
    return DerivedKey(key=cost.derive(passphrase).hex())
