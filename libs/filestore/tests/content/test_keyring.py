"""Keys that come, change and go while files stay."""

import os
from pathlib import Path

import pytest
from file_stand import store, whole
from pydantic import ValidationError

from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import open_library
from flowforge_filestore.settings import FileSettings
from servicekit.ports.file_errors import FileDamaged, FileKeyMissing

FIRST, SECOND = "11" * 32, "22" * 32


def opened(folder: Path, **keys: str) -> FileLibrary:
    return open_library(
        FileSettings(url=f"file://{folder}/files", signing_key="a signing key of 32 characters...", **keys)
    )


async def test_files_outlive_every_change_of_the_key(tmp_path: Path) -> None:
    """From none to a first one, to a second one, and back to none."""
    history = [
        {},
        {"encryption_key": FIRST},
        {"encryption_key": SECOND, "former_keys": FIRST},
        {"former_keys": f"{FIRST}, {SECOND}"},
    ]
    kept = []
    for keys in history:
        library = opened(tmp_path, **keys)
        content = os.urandom(100_000)
        kept.append((await store(library, content), content))
        for record, written in kept:
            assert await whole(library, record) == written
        await library.close()


@pytest.mark.parametrize("keys", [{}, {"encryption_key": SECOND}])
async def test_a_key_that_is_missing_is_told(tmp_path: Path, keys: dict[str, str]) -> None:
    library = opened(tmp_path, encryption_key=FIRST)
    record = await store(library, b"sealed")
    await library.close()
    library = opened(tmp_path, **keys)
    with pytest.raises(FileKeyMissing, match="FLOWFORGE_FILES_FORMER_KEYS"):
        await whole(library, record)
    await library.delete("ann", record.file_id)
    await library.close()


async def test_plain_content_in_the_place_of_encrypted_is_refused(tmp_path: Path) -> None:
    """Who can write the folder alone cannot make a file be what it was not."""
    library = opened(tmp_path, encryption_key=FIRST)
    record = await store(library, b"pay 10 to ann")
    written = next(path for path in (tmp_path / "files").rglob("*") if path.is_file())
    written.write_bytes(b"pay 99 to bob")
    with pytest.raises(FileDamaged):
        await whole(library, record)
    await library.close()


@pytest.mark.parametrize("given", ["", "11", f"{FIRST},", f"{FIRST};{SECOND}"])
def test_former_keys_are_checked_at_the_start(tmp_path: Path, given: str) -> None:
    with pytest.raises(ValidationError, match="keys of 32 bytes"):
        opened(tmp_path, former_keys=given)
