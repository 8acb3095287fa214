"""ToUnicode maps: what a font says its codes mean."""

import re
from collections.abc import Callable, Mapping

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_LOOSE = re.compile(rb"%[^\r\n]*|\((?:[^\\()]|\\.)*\)", re.DOTALL)
_MOST_ENTRIES = 200_000


def parse_to_unicode(content: bytes) -> dict[int, str]:
    """Return the text of every code; what cannot be read is left out."""
    found: dict[int, str] = {}
    for kind, body in _BLOCK.findall(content):
        tokens = [_token(match) for match in _TOKEN.finditer(body)]
        if kind == b"bfchar":
            _characters(tokens, found)
        else:
            _ranges(tokens, found)
        if len(found) > _MOST_ENTRIES:
            break
    return found


def loose_texts(content: bytes) -> bytes:
    """Return the comments and strings of a map, which mean nothing to readers."""
    return b"\n".join(_LOOSE.findall(content))


def _token(match: re.Match[bytes]) -> bytes | str:
    if match[2] or match[3]:
        return "[" if match[2] else "]"
    digits = re.sub(rb"\s", b"", match[1])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _characters(tokens: list[bytes | str], found: dict[int, str]) -> None:
    plain = [token for token in tokens if isinstance(token, bytes)]
    for code, text in zip(plain[::2], plain[1::2], strict=False):
        found[int.from_bytes(code)] = _text(text)


def _ranges(tokens: list[bytes | str], found: dict[int, str]) -> None:
    at = 0
    while at + 2 < len(tokens):
        first, last, start = tokens[at : at + 3]
        at += 3
        if not isinstance(first, bytes) or not isinstance(last, bytes):
            continue
        low, high = int.from_bytes(first), min(int.from_bytes(last), int.from_bytes(first) + 0xFFFF)
        if start == "[":
            listed = _until_bracket(tokens, at)
            found.update(
                {code: _text(text) for code, text in zip(range(low, high + 1), listed, strict=False)}
            )
            at += len(listed) + 1
        elif isinstance(start, bytes):
            for code in range(low, high + 1):
                found[code] = _text(_advanced(start, code - low))


def _until_bracket(tokens: list[bytes | str], at: int) -> list[bytes]:
    """Return the texts of an array that begins at this token."""
    listed = []
    for token in tokens[at:]:
        if not isinstance(token, bytes):
            break
        listed.append(token)
    return listed


def _advanced(start: bytes, by: int) -> bytes:
    """Return a text whose last code unit is higher by so much."""
    if not start:
        return start
    value = (int.from_bytes(start) + by) % (1 << 8 * len(start))
    return value.to_bytes(len(start))


def _text(content: bytes) -> str:
    if len(content) == 1:
        return chr(content[0])
    return content.decode("utf-16-be", "replace")


def without(content: bytes, is_secret: Callable[[str], bool], *, always: bool = False) -> bytes | None:
    """Return the map without the entries whose text is secret; None if it has none, unless *always*."""
    entries = parse_to_unicode(content)
    kept = {code: text for code, text in entries.items() if not is_secret(text)}
    if len(kept) == len(entries) and not always:
        return None
    return to_unicode(kept, 2 if any(code > 0xFF for code in entries) else 1)  # noqa: PLR2004 - of one byte


def to_unicode(texts: Mapping[int, str], width: int) -> bytes:
    """Return the map that gives codes of *width* bytes these texts."""
    digits = 2 * width
    lines = [
        f"<{code:0{digits}x}> <{text.encode('utf-16-be', 'replace').hex()}>" for code, text in texts.items()
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    space = f"<{'00' * width}> <{'ff' * width}>"
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Adobe-Identity-UCS def\n"
        f"/CMapType 2 def 1 begincodespacerange {space} endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
