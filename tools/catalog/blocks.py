"""Replace a generated block in a file that people edit."""

import re

_START = "# <generated from gateway/services.yml by `make docs`>"
_END = "# </generated>"


def with_block(text: str, block: str, indent: str = "") -> str:
    """Return *text* with *block* between its markers. Raises ValueError without markers."""
    pattern = re.compile(
        rf"^{indent}{re.escape(_START)}\n.*?^{indent}{re.escape(_END)}$", re.DOTALL | re.MULTILINE
    )
    written = f"{indent}{_START}\n{block.rstrip()}\n{indent}{_END}"
    replaced, count = pattern.subn(lambda _: written, text)
    if count != 1:
        message = f"expected one generated block at this indentation, found {count}"
        raise ValueError(message)
    return replaced
