"""Content lines of vCard: unfolded, with parameters, quoted-printable decoded."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(
    r'^(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:[^":;]|"[^"]*")*)*):(?P<value>.*)$', re.DOTALL
)
_PARAMETER: Final = re.compile(r';((?:[^";]|"[^"]*")*)')
_UNESCAPED: Final = re.compile(r"\\([nN,;:\\])")
_BARE: Final = ("quoted-printable", "base64", "b", "8bit")


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    parameters: dict[str, list[str]]
    value: str

    @property
    def kinds(self) -> list[str]:
        found = [kind.strip().lower() for one in self.parameters.get("TYPE", []) for kind in one.split(",")]
        return list(dict.fromkeys(one for one in found if one not in ("internet", "pref", "voice")))

    @property
    def is_binary(self) -> bool:
        return any(one.lower() in ("b", "base64") for one in self.parameters.get("ENCODING", []))


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines that have the form of one."""
    for raw in _unfolded(text):
        found = _LINE.match(raw)
        if found:
            parameters = _parameters(found["parameters"])
            yield Line(found["name"].upper(), parameters, _decoded(found["value"], parameters))


def _unfolded(text: str) -> Iterator[str]:
    """Join lines that go on: with a blank at the next start, or `=` at the end of quoted-printable."""
    whole = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        quoted = "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if quoted and whole.endswith("="):
            whole += "\n" + line
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _parameters(text: str) -> dict[str, list[str]]:
    """Return parameters by name. vCard 2.1 writes `TEL;HOME;CELL`: these are types and encodings."""
    found: dict[str, list[str]] = {}
    for part in _PARAMETER.findall(text):
        name, mark, value = part.partition("=")
        if not mark:
            name, value = ("ENCODING" if part.lower() in _BARE else "TYPE"), part
        found.setdefault(name.strip().upper(), []).extend(
            one.strip().strip('"') for one in re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', value)
        )
    return found


def _decoded(value: str, parameters: dict[str, list[str]]) -> str:
    if any(one.lower() == "quoted-printable" for one in parameters.get("ENCODING", [])):
        raw = quopri.decodestring(value.encode("latin-1", "replace"))
        charset = parameters.get("CHARSET", ["utf-8"])[0]
        try:
            return raw.decode(charset, "replace").replace("\r\n", "\n")
        except LookupError:
            return raw.decode("utf-8", "replace")
    return value


def unescaped(value: str) -> str:
    return _UNESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts_of(value: str, mark: str = ";") -> list[str]:
    """Split at marks that have no backslash before them, and unescape the parts."""
    return [unescaped(one) for one in re.split(rf"(?<!\\)(?:\\\\)*{mark}", value)]


def escaped(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def folded(line: str) -> str:
    """Return the line in pieces of at most 75 bytes, each further one begun with a blank."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:  # noqa: PLR2004 - RFC 6350
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    return "\r\n".join([*pieces, piece])
