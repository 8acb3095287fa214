"""What is known of a file, of its content, of an upload and of a consumer; and the keys of all that."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Literal, Self

import orjson

from servicekit.files.ledger import Transaction

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


def new_object(key_id: str = "") -> str:
    """Name an object of content, with the id of the key that encrypts it.

    No name is used twice, so an object given up can never be wanted again.
    """
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name[2:]}" + (f".{key_id}" if key_id else "")


def key_id_of(name: str) -> str:
    """Return the id of the key that an object is encrypted under, "" for one that is not encrypted."""
    return name.partition(".")[2]


class Stored:
    """Kept as JSON."""

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
class Record(Stored):
    """One file of one consumer. `state` is "expired" while it is only remembered that it was there."""

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
        """The file's own time, or that of the last lease on it."""
        return max([self.expires_ms, *self.leases.values()])


@dataclass(slots=True)
class Content(Stored):
    """What files of one consumer with the same SHA-256 share: its objects with their sizes, in order."""

    objects: list[tuple[str, int]]
    references: int


@dataclass(slots=True)
class Upload(Stored):
    """A file on its way. `reserved` bytes of the quota are held for it; `length` is None where unknown.

    `metadata` is what the client sent of it, as it was written.
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
    """What one consumer keeps, each file counted whole, and what its running uploads have reserved."""

    bytes: int = 0
    files: int = 0
    reserved: int = 0


def _owner(consumer_id: str) -> str:
    return consumer_id.encode("utf-8", "surrogatepass").hex()


def file_key(file_id: str) -> str:
    return f"file:{file_id}"


def shelf_key(consumer_id: str, file_id: str = "") -> str:
    return f"shelf:{_owner(consumer_id)}:{file_id}"


def content_key(consumer_id: str, sha256: str) -> str:
    return f"content:{_owner(consumer_id)}:{sha256}"


def upload_key(upload_id: str) -> str:
    return f"upload:{upload_id}"


def usage_key(consumer_id: str) -> str:
    return f"usage:{_owner(consumer_id)}"


def due_key(moment_ms: int, subject: str) -> str:
    return f"due:{moment_ms:014d}:{subject}"


def discard_key(moment_ms: int, name: str) -> str:
    return f"discard:{moment_ms:014d}:{name}"
