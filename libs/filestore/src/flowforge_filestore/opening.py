"""Open the file store that the settings name. `open_file_store` is the entry point for the kit."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from flowforge_filestore.content.keyring import KeyringObjects
from flowforge_filestore.content.storage import ObjectStorage
from flowforge_filestore.index.transactions import FileIndex
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.signing import Signer

INDEX_NAME = "index.sqlite"


def open_file_store() -> FileLibrary:
    """Open the file store that FLOWFORGE_FILES_* describe."""
    return open_library(FileSettings.load())


def open_library(settings: FileSettings) -> FileLibrary:
    """Open the store. `url` and `signing_key` must be set. Raises OSError if a folder cannot be created."""
    if settings.url is None or settings.signing_key is None:
        raise ValueError("the file store has no address")
    objects: ObjectStorage = KeyringObjects(
        open_objects(settings),
        settings.encryption_key_bytes,
        settings.former_key_bytes,
    )
    signer = Signer(settings.signing_key.get_secret_value().encode(), settings.public_url)
    return FileLibrary(settings, objects, open_index(settings), signer)


def open_objects(settings: FileSettings) -> ObjectStorage:
    """Open file:///folder, made where it is missing, or s3://bucket/prefix."""
    parts = urlsplit(settings.url or "")
    if parts.scheme == "file":
        from flowforge_filestore.content.folder import FolderObjects  # noqa: PLC0415 - only the one in use

        folder = Path(unquote(parts.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderObjects(folder, sync=settings.sync, keep_free_bytes=settings.keep_free_bytes)
    from flowforge_filestore.content.bucket import open_bucket  # noqa: PLC0415 - likewise

    return open_bucket(parts.netloc, parts.path.strip("/"), settings)


def open_index(settings: FileSettings) -> FileIndex:
    url = settings.index_url or f"sqlite://{unquote(urlsplit(settings.url or '').path)}.{INDEX_NAME}"
    if url.startswith("sqlite:"):
        from flowforge_filestore.index.sqlite_index import SQLiteFileIndex  # noqa: PLC0415 - only where configured

        return SQLiteFileIndex(url.removeprefix("sqlite://"))
    from flowforge_filestore.index.redis_index import RedisFileIndex  # noqa: PLC0415 - only where configured

    return RedisFileIndex(url)
