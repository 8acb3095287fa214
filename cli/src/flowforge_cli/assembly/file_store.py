"""The file store that all services share when the files service runs."""

from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import signing_key

SERVICE = "files"


def file_store(home: Home, address: str) -> dict[str, str]:
    """Return the settings of a store in the state folder; *address* is the gateway's, as callers reach it."""
    content = home.data(SERVICE) / "content"
    return {
        "FLOWFORGE_FILES_URL": content.as_uri(),
        "FLOWFORGE_FILES_SIGNING_KEY": signing_key(home),
        "FLOWFORGE_FILES_PUBLIC_URL": address,
    }
