"""PEM and ASCII armor as they arrive from environment variables, JSON columns and single-line inputs."""

import re
import textwrap

_BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 #]+)-----(.*?)-----END \1-----", re.DOTALL)
_LINE = 64


def unescape(text: str) -> str:
    r"""Return *text* with each literal ``\n`` in PEM or armor as a line break, and without quotes around it.

    Text without ``-----BEGIN`` is returned as it is.
    """
    if "-----BEGIN" not in text:
        return text
    stripped = text.strip()
    quoted = stripped[0] in "\"'" and stripped[0] == stripped[-1]
    return (stripped[1:-1] if quoted else text).replace("\\r", "").replace("\\n", "\n")


def pem_blocks(text: str) -> list[tuple[str, str]]:
    """Return the label and the text of each PEM block, with its lines broken as PEM has them.

    Form fields turn line breaks into spaces, or drop them. A block with headers is returned as it is. Raises
    ValueError for a block without its end, which would otherwise be left out.
    """
    whole = unescape(text)
    blocks = [(match[1], _rewrapped(match)) for match in _BLOCK.finditer(whole)]
    if len(blocks) != whole.count("-----BEGIN "):
        raise ValueError("a block without its end")
    return blocks


def normalize_pem(text: str) -> str:
    """Return only the PEM blocks of *text*, or *text* if it has none. Raises ValueError as `pem_blocks`."""
    blocks = pem_blocks(text)
    return "".join(block for _, block in blocks) if blocks else unescape(text)


def _rewrapped(match: re.Match[str]) -> str:
    label, body = match[1], match[2]
    if ":" in body or ("OPENSSH" in label and "\n" in body.strip()):
        return match[0] + "\n"
    lines = textwrap.wrap("".join(body.split()), _LINE)
    return "\n".join((f"-----BEGIN {label}-----", *lines, f"-----END {label}-----")) + "\n"
