"""All formats by name, and the detection of a file's format from its content and its name."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from flowforge_data.core.faults import UnknownFormat
from flowforge_data.core.formats.port import Format
from flowforge_tables import EmptyContent
from flowforge_tables.encodings import detect_encoding
from flowforge_tables.transcoding import sample_of

_MODULES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("csv", "tsv"), "delimited"),
    **dict.fromkeys(("json", "ndjson"), "json_lines"),
    **dict.fromkeys(("yaml", "toml", "msgpack", "cbor", "bson"), "trees"),
    **dict.fromkeys(("xlsx", "xls", "ods"), "spreadsheets"),
    **dict.fromkeys(("parquet", "arrow", "orc"), "columnar"),
    **dict.fromkeys(("html", "markdown"), "markup"),
    **dict.fromkeys(("ini", "properties", "env", "query"), "flat"),
    **dict.fromkeys(("sas", "stata", "spss"), "statistics"),
    **dict.fromkeys(("icalendar", "vcard"), "calendars"),
    **dict.fromkeys(("eml", "msg", "rss", "atom", "x12", "edifact"), "messages"),
    **{name: name for name in ("fixed", "xml", "avro", "sql")},
}
_MAGIC: Final = (
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"ORC", "orc"),
    (b"Obj\x01", "avro"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"$FL2", "spss"),
    (b"$FL3", "spss"),
    (b"<stata_dta>", "stata"),
    (bytes(12) + b"\xc2\xea\x81\x60", "sas"),
)
_OTHER: Final = (
    (b"%PDF", "a PDF file: the pdf service reads its tables"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"7z\xbc\xaf", "a 7z archive: unpack it first"),
)
_WITHOUT_EXTENSION: Final = ("msgpack", "query", "sql", "fixed", "icalendar", "vcard", "x12", "edifact")
_EXTENSIONS: Final[Mapping[str, str]] = {
    **{name: name for name in _MODULES if name not in _WITHOUT_EXTENSION},
    "tab": "tsv",
    "jsonl": "ndjson",
    "yml": "yaml",
    "htm": "html",
    "md": "markdown",
    "cfg": "ini",
    **dict.fromkeys(("xlsm", "xlsb"), "xlsx"),
    "feather": "arrow",
    "msgpack": "msgpack",
    "sas7bdat": "sas",
    "dta": "stata",
    "sav": "spss",
    "ics": "icalendar",
    "vcf": "vcard",
}
SAMPLE: Final = 64 << 10
_MOST_HEADERS: Final = 500
_HEADER: Final = re.compile(r"[!-9;-~]+")
_USUAL_HEADERS: Final = frozenset(
    ("from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version", "delivered-to")
)
_OUTLOOK: Final = "__properties_version1.0".encode("utf-16-le")
_OUTLOOK_WITHIN: Final = 64 << 20
_STARTS: Final = (
    (re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE), "icalendar"),
    (re.compile(r"BEGIN:VCARD", re.IGNORECASE), "vcard"),
    (re.compile(r"ISA[^\w\s].{101}", re.DOTALL), "x12"),
    (re.compile(r"UNA.{6}|UNB\+"), "edifact"),
    (re.compile(r"<(?:\?xml[^>]*>\s*<)?(?:rss|rdf:RDF)[\s>]"), "rss"),
    (re.compile(r"<(?:\?xml[^>]*>\s*<)?feed\s[^>]*www\.w3\.org/2005/Atom"), "atom"),
)  # fmt: skip
MOST: Final = 0.9
_YAML: Final = re.compile(r"^(?:---|%YAML|- \S|[\w\"'.-]+:(?:\s|$))", re.MULTILINE)
_TOML: Final = re.compile(
    r"^\s*(?:\[\[?[\w.\"-]+\]\]?\s*$|[\w.\"-]+\s*=\s*(?:\"|'|\[|\{|true|false|[\d+-]))", re.MULTILINE
)
_MARKDOWN: Final = re.compile(r"^\s*\|?.+\|.+\n\s*\|?\s*:?-{2,}:?\s*\|", re.MULTILINE)


def format_named(name: str) -> Format:
    """Return the format, and import what it needs."""
    from importlib import import_module  # noqa: PLC0415 - a format's libraries are loaded when it is used

    module = import_module(f"flowforge_data.core.formats.{_MODULES[name]}")
    found = getattr(module, name.upper())
    assert isinstance(found, Format)  # noqa: S101 - a test asks for each
    return found


def detect_format(path: Path, name: str | None = None) -> str:
    """Return the format's name by magic numbers, the extension of *name*, then the shape of the text."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if not start.strip():
        raise EmptyContent(format="a table or a document")
    if found := next((known for magic, known in _MAGIC if start.startswith(magic)), None):
        return "msg" if found == "xls" and _is_outlook(path) else found
    if other := next((told for magic, told in _OTHER if start.startswith(magic)), None):
        raise UnknownFormat(hint=f"; it is {other}")
    if start.startswith(b"PK\x03\x04"):
        return _in_zip(path)
    extension = (name or "").lower().rpartition(".")[2] if "." in (name or "") else ""
    if known := _EXTENSIONS.get(extension):
        return known
    return _by_text(sample_of(path, detect_encoding(path), SAMPLE))


def _is_message(text: str) -> bool:
    """Return whether e-mail headers, two of the usual ones among them, precede a blank line."""
    usual = 0
    for line in text.splitlines()[:_MOST_HEADERS]:
        if not line.strip():
            return usual > 1
        if line[0] in " \t":
            continue
        name, mark, _ = line.partition(":")
        if not mark or not _HEADER.fullmatch(name):
            return False
        usual += name.lower() in _USUAL_HEADERS
    return False


def _is_outlook(path: Path) -> bool:
    """Distinguish an Outlook message from an old workbook: both use the same container."""
    with path.open("rb") as file:
        return _OUTLOOK in file.read(_OUTLOOK_WITHIN)


def _in_zip(path: Path) -> str:
    import zipfile  # noqa: PLC0415 - of one kind of file

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise UnknownFormat(hint="; it begins like a ZIP archive and is damaged") from error
    if any(one.startswith("xl/") for one in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise UnknownFormat(hint="; it is a ZIP archive: unpack it first")


def _by_text(text: str) -> str:
    start = text.lstrip("\ufeff \t\r\n")
    if start[:1] in "{[":
        return _json_or_lines(start)
    if known := next((name for pattern, name in _STARTS if pattern.match(start)), None):
        return known
    if _is_message(start):
        return "eml"
    if start[:1] == "<":
        return (
            "html" if re.match(r"<(?:!doctype html|html|table|body|div)\b", start, re.IGNORECASE) else "xml"
        )
    if "\0" in text:
        raise UnknownFormat(hint="")
    if _MARKDOWN.search(start):
        return "markdown"
    return _lines_of_text(start)


def _json_or_lines(start: str) -> str:
    first, _, rest = start.partition("\n")
    whole = first.rstrip().endswith("}") and first.count("{") == first.count("}")
    if start[0] == "{" and whole and rest.lstrip()[:1] == "{":
        return "ndjson"
    return "toml" if start[0] == "[" and _TOML.match(first) and "=" in rest else "json"


def _lines_of_text(start: str) -> str:
    lines = [line for line in start.splitlines()[:50] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in (",", ";", "\t", "|")}
    delimited = len(lines) > 1 and max(counts.values()) >= len(lines) * MOST
    if not delimited and _TOML.match(lines[0]) and sum("=" in line for line in lines) * 2 >= len(lines):
        return "toml"
    if not delimited and sum(bool(_YAML.match(line.strip())) for line in lines) * 2 > len(lines):
        return "yaml"
    return (
        "tsv" if delimited and counts["\t"] == max(counts.values()) and counts["\t"] > counts[","] else "csv"
    )
