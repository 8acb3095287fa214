"""Settings of a store that is opened without records."""

from typing import Any

from flowforge_filestore.settings import FileSettings


def stored_at(url: str, **changes: Any) -> FileSettings:
    known = {"signing_key": "a signing key of 32 characters...", "index_url": "redis://127.0.0.1/0"}
    return FileSettings(url=url, **known, **changes)
