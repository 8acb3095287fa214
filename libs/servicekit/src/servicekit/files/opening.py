"""Open the file store that the settings name."""

from urllib.parse import unquote, urlsplit

from servicekit.files.ledger import Ledger
from servicekit.files.library import FileLibrary
from servicekit.files.object_storage import open_objects
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
        open_objects(settings.url, sync=settings.sync),
        settings.encryption_key_bytes,
        settings.former_key_bytes,
    )
    signer = Signer(settings.signing_key.get_secret_value().encode(), settings.public_url)
    return FileLibrary(settings, objects, open_ledger(settings), signer)


def open_ledger(settings: FileSettings) -> Ledger:
    url = settings.index_url or f"sqlite://{unquote(urlsplit(settings.url or '').path)}.{INDEX_NAME}"
    if url.startswith("sqlite:"):
        from servicekit.files.sqlite_ledger import SQLiteLedger  # noqa: PLC0415 - only where configured

        return SQLiteLedger(url.removeprefix("sqlite://"))
    from servicekit.files.redis_ledger import RedisLedger  # noqa: PLC0415 - only where configured

    return RedisLedger(url)
