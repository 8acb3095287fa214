"""INI, Java properties, environment files and query strings: keys with text values."""

import configparser
import io
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from flowforge_data.core.faults import NotAnObject
from flowforge_data.core.formats.columns.rows import as_text, flatten
from flowforge_data.core.formats.port import Document, Format, Notes, ReadOptions, WriteOptions
from flowforge_data.core.formats.text import read_text, write_text
from flowforge_tables import UnreadableContent

_ENV_LINE: Final = re.compile(r"\s*(?:export\s+)?(?P<key>[A-Za-z_][\w.]*)\s*=\s*(?P<value>.*?)\s*$")
_PLAIN_ENV: Final = re.compile(r"[\w./:@%+,-]*")
_NO_SECTION: Final = "\x01"
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def _object(value: Any, title: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise NotAnObject(format=title, found="a list" if isinstance(value, list) else "a single value")
    return value


def read_ini(path: Path, options: ReadOptions, notes: Notes) -> Document:
    parser = configparser.ConfigParser(interpolation=None, default_section="\0", allow_no_value=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # the documented way to keep the case of keys
    text = read_text(path, options, notes)
    lead = text.lstrip()
    if lead and not lead.startswith(("[", "#", ";")):
        text = f"[{_NO_SECTION}]\n" + text  # keys before the first section
    try:
        parser.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", None)
        raise UnreadableContent(format="INI", reason=f"line {line} is no key, value or section") from error
    except AttributeError as error:  # a defect of configparser: an indented line after a key without a value
        raise UnreadableContent(format="INI", reason="a line continues a key that has no value") from error
    found: dict[str, Any] = {}
    for section in parser.sections():
        values = dict(parser[section])
        found |= values if section == _NO_SECTION else {section: values}
    return Document(found)


def write_ini(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:
    whole = _object(value, "INI")
    lines = [f"{key} = {_one_line(one, notes)}" for key, one in whole.items() if not isinstance(one, dict)]
    for section, values in whole.items():
        if isinstance(values, dict):
            lines += ["", f"[{section}]"] if lines else [f"[{section}]"]
            lines += [f"{key} = {_one_line(one, notes)}" for key, one in flatten(values).items()]
    write_text("\n".join(lines) + "\n", path, options)


def _one_line(value: Any, notes: Notes) -> str:
    text = as_text(value)
    if "\n" in text:
        notes.warn("INI values have one line: line ends became blanks")
    return " ".join(text.split("\n"))


def read_properties(path: Path, options: ReadOptions, notes: Notes) -> Document:
    """Parse key=value lines with continuation and escapes as java.util.Properties does."""
    found: dict[str, Any] = {}
    for line in _logical_lines(read_text(path, options, notes)):
        key, value = _split_property(line)
        found[_unescape(key)] = _unescape(value)
    return Document(found)


def _logical_lines(text: str) -> list[str]:
    lines: list[str] = []
    whole = ""
    for raw in text.splitlines():
        line = raw.lstrip()
        if not whole and (not line or line[0] in "#!"):
            continue
        whole += line
        trailing = len(whole) - len(whole.rstrip("\\"))
        if trailing % 2:
            whole = whole[:-1]
            continue
        lines.append(whole)
        whole = ""
    return [*lines, whole] if whole else lines


def _split_property(line: str) -> tuple[str, str]:
    escaped = False
    for place, letter in enumerate(line):
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter in "=: \t\f":
            rest = line[place:].lstrip(" \t\f")
            return line[:place], rest[1:].lstrip(" \t\f") if rest[:1] in ("=", ":") else rest
    return line, ""


def _unescape(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _ESCAPES.get(match[2], match[2])

    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", letter, text)


def write_properties(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    flat = flatten(_object(value, "properties"))
    lines = [f"{_escaped(key, key=True)}={_escaped(as_text(one), key=False)}" for key, one in flat.items()]
    write_text("\n".join(lines) + "\n", path, options)


def _escaped(text: str, *, key: bool) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    if key:
        text = re.sub(r"([=:\s#!])", r"\\\1", text)
    return "\\" + text if text.startswith(" ") else text


def read_env(path: Path, options: ReadOptions, notes: Notes) -> Document:
    found: dict[str, Any] = {}
    for number, line in enumerate(read_text(path, options, notes).splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _ENV_LINE.match(line)
        if match is None:
            raise UnreadableContent(format="an environment file", reason=f"line {number} is no NAME=value")
        found[match["key"]] = _env_value(match["value"])
    return Document(found)


def _env_value(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == '"':
        inner = text[1:-1]
        return re.sub(
            r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": "\r"}.get(match[1], match[1]), inner
        )
    return text.split(" #", 1)[0].rstrip()


def write_env(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:
    lines = []
    for key, one in flatten(_object(value, "An environment file"), "_").items():
        name = re.sub(r"\W", "_", key)
        name = f"_{name}" if name[:1].isdigit() else name
        if name != key:
            notes.warn(f"an environment file allows no such name: '{key}' is '{name}'")
        lines.append(f"{name}={_quoted(as_text(one))}")
    write_text("\n".join(lines) + "\n", path, options)


def _quoted(text: str) -> str:
    if _PLAIN_ENV.fullmatch(text):
        return text
    escaped = (
        text.replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", "\\n")
        .replace("$", "\\$")
        .replace("`", "\\`")
    )
    return f'"{escaped}"'


def read_query(path: Path, options: ReadOptions, notes: Notes) -> Document:
    text = read_text(path, options, notes).strip()
    text = text.partition("?")[2] if "://" in text else text.removeprefix("?")
    found: dict[str, Any] = {}
    for key, value in parse_qsl(text.partition("#")[0], keep_blank_values=True, max_num_fields=100_000):
        if key in found:
            before = found[key]
            found[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[key] = value
    return Document(found)


def write_query(value: Any, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    pairs: list[tuple[str, str]] = []
    for key, one in flatten(_object(value, "A query string")).items():
        pairs += [(key, as_text(item)) for item in (one if isinstance(one, list) else [one])]
    write_text(urlencode(pairs), path, options)


def looks_like_ini(text: str) -> bool:
    parser = configparser.ConfigParser(interpolation=None, allow_no_value=False)
    try:
        parser.read_file(io.StringIO(text))
    except configparser.Error:
        return False
    return bool(parser.sections())


INI: Final = Format("ini", "INI", "text/plain", "ini", read=read_ini, write_document=write_ini)
PROPERTIES: Final = Format(
    "properties",
    "properties",
    "text/plain",
    "properties",
    read=read_properties,
    write_document=write_properties,
)
ENV: Final = Format("env", "environment file", "text/plain", "env", read=read_env, write_document=write_env)
QUERY: Final = Format(
    "query",
    "query string",
    "application/x-www-form-urlencoded",
    "txt",
    read=read_query,
    write_document=write_query,
)
