"""Open the file store that the settings name."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from servicekit.files.ledger import Ledger
from servicekit.files.library import FileLibrary
from servicekit.files.objects import Objects
from servicekit.files.settings import FileSettings
from servicekit.files.signing import Signer
from servicekit.files.vault import Vault

INDEX_NAME = "index.sqlite"


def open_library(settings: FileSettings) -> FileLibrary:
    """Open the store; `url` and `signing_key` are set. Raises OSError where a folder cannot be made."""
    if settings.url is None or settings.signing_key is None:
        raise ValueError("the file store has no address")
    objects: Objects = Vault(
        open_objects(settings.url, sync=settings.sync, keep_free_bytes=settings.keep_free_bytes),
        settings.encryption_key_bytes,
        settings.former_key_bytes,
    )
    signer = Signer(settings.signing_key.get_secret_value().encode(), settings.public_url)
    return FileLibrary(settings, objects, open_ledger(settings), signer)


def open_objects(url: str, *, sync: bool, keep_free_bytes: int = 0) -> Objects:
    """Open file:///folder, made where it is missing, or s3://bucket/prefix with the AWS_* variables.

    With *sync* what is written into a folder is on its disk, not only on its way there; *keep_free_bytes* of
    that disk are left free.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        from servicekit.files.folder_objects import FolderObjects  # noqa: PLC0415 - only the one in use

        folder = Path(unquote(parts.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FolderObjects(folder, sync=sync, keep_free_bytes=keep_free_bytes)
    from servicekit.files.bucket_objects import open_bucket  # noqa: PLC0415 - likewise

    return open_bucket(parts.netloc, parts.path.strip("/"))


def open_ledger(settings: FileSettings) -> Ledger:
    url = settings.index_url or f"sqlite://{unquote(urlsplit(settings.url or '').path)}.{INDEX_NAME}"
    if url.startswith("sqlite:"):
        from servicekit.files.sqlite_ledger import SQLiteLedger  # noqa: PLC0415 - only where configured

        return SQLiteLedger(url.removeprefix("sqlite://"))
    from servicekit.files.redis_ledger import RedisLedger  # noqa: PLC0415 - only where configured

    return RedisLedger(url)
