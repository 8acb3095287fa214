"""Read one document: `python -m flowforge_vector.engines.parsing.child FORMAT PATH`. Writes JSON."""

import os
import resource
import sys
from pathlib import Path

import orjson

from flowforge_vector.engines.parsing.formats import READERS

_MEMORY_BYTES, _CPU_SECONDS, _MOST_CHARACTERS = 2 << 30, 60, 20_000_000
_UNREADABLE, _TOO_LONG = 3, 4


def main() -> int:
    """Return 0, or a number that tells why there is no text."""
    kind, path = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pages, warnings = READERS[kind](Path(path))
    except Exception:  # noqa: BLE001 - parsers of strangers' files raise anything
        return _UNREADABLE
    if sum(len(text) for _, text in pages) > _MOST_CHARACTERS:
        return _TOO_LONG
    document = orjson.dumps({"pages": pages, "warnings": warnings})
    with os.fdopen(os.dup(1), "wb") as output:
        output.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
