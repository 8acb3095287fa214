import pytest

from servicekit.ports.file_errors import FileStoreNotConfigured
from servicekit.ports.files import FileStore, NullFileStore


async def test_without_a_file_store_a_file_id_is_a_clear_error_and_a_url_is_somebody_else_s() -> None:
    store: FileStore = NullFileStore()
    assert await store.find("ann", "https://example.com/a") is None
    with pytest.raises(FileStoreNotConfigured, match="send the file itself"):
        await store.find("ann", "file_1")
