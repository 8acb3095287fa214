"""Write files atomically, readable by their owner only."""

import os
import tempfile
from pathlib import Path

OWNER_ONLY = 0o600


def write_private_file(path: Path, content: bytes) -> None:
    """Write *content* to *path* atomically with mode 0600: readers see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), OWNER_ONLY)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
