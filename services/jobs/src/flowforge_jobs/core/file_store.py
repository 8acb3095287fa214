"""The file store of the platform, for what workers and the service keep in it."""

from flowforge_filestore import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings


def open_files() -> FileLibrary | None:
    """Open the file store, None if none is configured."""
    settings = FileSettings.load()
    return None if settings.url is None else open_library(settings)
