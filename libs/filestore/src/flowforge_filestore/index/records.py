"""Records of files, content, uploads and usage, and their keys."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Literal, Self

import orjson

from flowforge_filestore.index.transactions import Transaction

PREFIX = "file_"
_RANDOM_BYTES = 20
_TIME_BYTES = 6
UploadKind = Literal["resumable", "part", "direct"]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def new_file_id() -> str:
    """Return an id that sorts by time of creation and holds 160 random bits: nobody guesses one."""
    moment = now_ms().to_bytes(_TIME_BYTES, "big").hex()
    return f"{PREFIX}{moment}{secrets.token_hex(_RANDOM_BYTES)}"


def is_file_id(text: str) -> bool:
    rest = text.removeprefix(PREFIX)
    length = 2 * (_TIME_BYTES + _RANDOM_BYTES)
    return rest != text and len(rest) == length and not set(rest) - set("0123456789abcdef")


class Stored:
    """A record stored as JSON."""

    @classmethod
    def unpack(cls, value: bytes) -> Self:
        return cls(**orjson.loads(value))

    def pack(self) -> bytes:
        return orjson.dumps(self)

    @classmethod
    def read(cls, transaction: Transaction, key: str) -> Self | None:
        value = transaction.get(key)
        return None if value is None else cls.unpack(value)


@dataclass(slots=True)
class FileRecord(Stored):
    """One file of one consumer. `state` is "expired" while only its record is left."""

    file_id: str
    consumer: str
    name: str
    media_type: str
    size: int
    sha256: str
    created_ms: int
    expires_ms: int
    state: str = "live"
    leases: dict[str, int] = field(default_factory=dict)

    @property
    def kept_until_ms(self) -> int:
        """When the file expires, or the last lease on it."""
        return max([self.expires_ms, *self.leases.values()])


@dataclass(slots=True)
class Content(Stored):
    """What files of one consumer with the same SHA-256 share: its objects with their sizes, in order."""

    objects: list[tuple[str, int]]
    references: int


@dataclass(slots=True)
class Upload(Stored):
    """An unfinished upload. `reserved` bytes of the quota are held for it; `length` is None if unknown.

    `metadata` is what the client sent, unchanged.
    """

    file_id: str
    consumer: str
    tier: str
    name: str
    media_type: str
    kept_ms: int
    deadline_ms: int
    length: int | None = None
    reserved: int = 0
    offset: int = 0
    limit: int = 0
    objects: list[tuple[str, int]] = field(default_factory=list)
    kind: UploadKind = "resumable"
    metadata: str = ""


@dataclass(slots=True)
class Usage(Stored):
    """Usage of one consumer, each file counted in full, and the bytes reserved for its uploads."""

    bytes: int = 0
    files: int = 0
    reserved: int = 0


def _hex(consumer_id: str) -> str:
    return consumer_id.encode("utf-8", "surrogatepass").hex()


def file_key(file_id: str) -> str:
    return f"file:{file_id}"


def owned_key(consumer_id: str, file_id: str = "") -> str:
    return f"owned:{_hex(consumer_id)}:{file_id}"


def content_key(consumer_id: str, sha256: str) -> str:
    return f"content:{_hex(consumer_id)}:{sha256}"


def upload_key(upload_id: str) -> str:
    return f"upload:{upload_id}"


def usage_key(consumer_id: str) -> str:
    return f"usage:{_hex(consumer_id)}"


def due_key(moment_ms: int, subject: str) -> str:
    return f"due:{moment_ms:014d}:{subject}"


def discard_key(moment_ms: int, name: str) -> str:
    return f"discard:{moment_ms:014d}:{name}"
