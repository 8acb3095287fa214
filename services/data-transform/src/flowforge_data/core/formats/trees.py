"""YAML, TOML, MessagePack, CBOR and BSON: documents of JSON-like values."""

import datetime as dt
import io
import math
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import msgspec

from flowforge_data.core.faults import NestedTooDeep, NotAnObject, NotRepresentable
from flowforge_data.core.formats.port import Document, Format, Notes, ReadOptions, WriteOptions
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_tables import UnreadableContent

DEPTH: Final = 500
ALIASES: Final = 100_000
_PLAIN: Final = frozenset((str, int, float, bool, type(None)))


def read_yaml(path: Path, options: ReadOptions, notes: Notes) -> Document:
    import yaml_rs  # noqa: PLC0415 - only YAML needs it

    text = read_text(path, options, notes)
    limits = yaml_rs.AliasLimits(max_total_replayed_events=ALIASES)
    try:
        return Document(yaml_rs.loads(text, parse_datetime=False, alias_limits=limits))
    except yaml_rs.YAMLDecodeError as error:
        raise UnreadableContent(format="YAML", reason=_yaml_reason(str(error))) from error
    except RecursionError as error:
        raise NestedTooDeep(limit=DEPTH) from error


def _yaml_reason(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    for known, told in (("alias", "its aliases expand to too much"), ("duplicate", "a key stands twice")):
        if known in text.lower():
            return told
    place = first.partition(" at ")[2]
    return f"it is not valid YAML at {place}" if place.startswith("line") else "it is not valid YAML"


def write_yaml(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    import yaml_rs  # noqa: PLC0415 - only YAML needs it

    text = yaml_rs.dumps(plain(value)).removeprefix("---\n")
    write_text(text if text.endswith("\n") else text + "\n", path, options)


def read_toml(path: Path, options: ReadOptions, notes: Notes) -> Document:
    text = read_text(path, options, notes).replace("\r\n", "\n")
    try:
        return Document(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(at ")[2].rstrip(")")
        raise UnreadableContent(format="TOML", reason=f"it is not valid TOML at {place}") from error
    except RecursionError as error:
        raise NestedTooDeep(limit=DEPTH) from error


def write_toml(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:
    import tomli_w  # noqa: PLC0415 - only TOML needs it

    if not isinstance(value, dict):
        raise NotAnObject(format="TOML", found="a list" if isinstance(value, list) else "a single value")
    write_text(tomli_w.dumps(_without_nulls(value, notes)), path, options)


def _without_nulls(value: Any, notes: Notes) -> Any:
    if isinstance(value, dict):
        if None in value.values():
            notes.warn("TOML has no null: keys without a value were left out")
        return {str(key): _without_nulls(one, notes) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        if None in value:
            notes.warn("TOML has no null: it became an empty text in a list")
        return ["" if one is None else _without_nulls(one, notes) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def plain(value: Any) -> Any:
    """Return the document with JSON values only: ISO 8601 dates, hexadecimal bytes, decimals as floats.

    A decimal over the range of floats becomes text.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is dict:
        return {
            key if type(key) is str else str(key): one if type(one) in _PLAIN else plain(one)
            for key, one in value.items()
        }
    if kind is list:
        return [one if type(one) in _PLAIN else plain(one) for one in value]
    return _plain_other(value)


def _plain_other(value: Any) -> Any:  # noqa: PLR0911 - one line a kind
    match value:
        case dict():
            return plain(dict(value))
        case list() | tuple():
            return plain(list(value))
        case set():
            return plain(sorted(value, key=str))
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case bytes() | bytearray():
            return bytes(value).hex()
        case Decimal():
            return float(value) if math.isfinite(float(value)) else str(value)
        case _:
            return value


def _binary(title: str, decode: Callable[[bytes], Any]) -> Callable[[Path, ReadOptions, Notes], Document]:
    def read(path: Path, options: ReadOptions, notes: Notes) -> Document:  # noqa: ARG001 - as every reader
        try:
            return Document(plain(decode(path.read_bytes())))
        except RecursionError as error:
            raise NestedTooDeep(limit=DEPTH) from error
        except Exception as error:
            raise UnreadableContent(format=title, reason="it is damaged or of another format") from error

    return read


def _encoded(title: str, encode: Callable[[Any], bytes]) -> Callable[[Any, Path, WriteOptions, Notes], None]:
    def write(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
        try:
            path.write_bytes(encode(plain(value)))
        except OverflowError as error:
            raise NotRepresentable(format=title, found="an integer of more than 64 bits") from error

    return write


def _cbor_encode(value: Any) -> bytes:
    import cbor2  # noqa: PLC0415 - only CBOR needs it

    return cbor2.dumps(value)


def _cbor_decode(content: bytes) -> Any:
    import cbor2  # noqa: PLC0415 - only CBOR needs it

    stream = io.BytesIO(content)
    value = cbor2.load(stream)
    if stream.tell() < len(content):
        raise ValueError("bytes are left behind the first item")
    return value


def _bson_encode(value: Any) -> bytes:
    import bson  # noqa: PLC0415 - only BSON needs it

    if not isinstance(value, dict):
        raise NotAnObject(format="BSON", found="a list" if isinstance(value, list) else "a single value")
    return bytes(bson.encode(value))


def _bson_decode(content: bytes) -> Any:
    import bson  # noqa: PLC0415 - only BSON needs it

    return _bson_plain(bson.decode(content))


def _bson_plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bson_plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_bson_plain(one) for one in value]
    known = (str, int, float, bool, bytes, dt.datetime, type(None))
    return value if isinstance(value, known) else str(value)


YAML: Final = Format("yaml", "YAML", "application/yaml", "yaml", read=read_yaml, write_document=write_yaml)
TOML: Final = Format("toml", "TOML", "application/toml", "toml", read=read_toml, write_document=write_toml)
MSGPACK: Final = Format(
    "msgpack",
    "MessagePack",
    "application/vnd.msgpack",
    "msgpack",
    read=_binary("MessagePack", msgspec.msgpack.decode),
    write_document=_encoded("MessagePack", msgspec.msgpack.encode),
)
CBOR: Final = Format(
    "cbor",
    "CBOR",
    "application/cbor",
    "cbor",
    read=_binary("CBOR", _cbor_decode),
    write_document=_encoded("CBOR", _cbor_encode),
)
BSON: Final = Format(
    "bson",
    "BSON",
    "application/bson",
    "bson",
    read=_binary("BSON", _bson_decode),
    write_document=_encoded("BSON", _bson_encode),
)
