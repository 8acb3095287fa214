"""Open the store with the settings that `flowforge up` gives to services; what the user has set wins."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flowforge_cli.assembly.file_store import file_store
from flowforge_cli.errors import FilesNotInstalled, FileStoreBroken, SamePlace
from flowforge_cli.filestore.presence import no_store
from flowforge_cli.home.folder import Home
from flowforge_filestore.index.transactions import FileIndex
from flowforge_filestore.library import FileLibrary
from flowforge_filestore.opening import INDEX_NAME, open_index, open_library
from flowforge_filestore.settings import FileSettings
from servicekit.errors import OperationError
from servicekit.settings import InvalidSettings

# Signed addresses begin with it, and the command makes none.
_ADDRESS = "http://127.0.0.1"


def opened_library(home: Home) -> AbstractAsyncContextManager[FileLibrary]:
    """Open the store inside. Raises NoFileStore, FileStoreBroken, FilesNotInstalled."""
    return _opened(lambda: _settings(home))


def opened_copy(home: Home, url: str, index_url: str | None) -> AbstractAsyncContextManager[FileLibrary]:
    """Open the store that a copy goes to: it has the settings of ours but for its places."""
    return _opened(lambda: _elsewhere(home, url, index_url))


@asynccontextmanager
async def _opened(settings: Callable[[], FileSettings]) -> AsyncIterator[FileLibrary]:
    with _told():
        library = open_library(settings())
        try:
            yield library
        finally:
            await library.close()


@contextmanager
def opened_index(home: Home) -> Iterator[tuple[str, FileIndex]]:
    """Open the records alone; yield them with the place of the content. Raises as `opened_library` does."""
    with _told():
        settings = _settings(home)
        index = open_index(settings)
        try:
            yield place_of(settings), index
        finally:
            index.close()


def place_of(settings: FileSettings) -> str:
    """Return the folder of the content, or the address of its bucket."""
    url = settings.url or ""
    return unquote(urlsplit(url).path) if url.startswith("file:") else url


def _settings(home: Home) -> FileSettings:
    with _environment(_lacking(home)):
        settings = FileSettings.load()
    index = _local_index(settings)
    if index is not None and not index.is_file():  # opening would make it
        raise no_store(home)
    return settings


def _elsewhere(home: Home, url: str, index_url: str | None) -> FileSettings:
    here = _settings(home)
    there = {"FLOWFORGE_FILES_URL": url, "FLOWFORGE_FILES_INDEX_URL": index_url}
    with _environment(_lacking(home) | there):
        settings = FileSettings.load()
    if place_of(settings) == place_of(here) or (index_url is not None and index_url == here.index_url):
        raise SamePlace("a copy needs a place and an index of its own: those are in use by the store itself")
    return settings


def _lacking(home: Home) -> dict[str, str | None]:
    """Return what `flowforge up` gives to services and the environment lacks."""
    given = file_store(home, _ADDRESS)
    return {name: value for name, value in given.items() if name not in os.environ}


def _local_index(settings: FileSettings) -> Path | None:
    if settings.index_url is None:
        return Path(f"{place_of(settings)}.{INDEX_NAME}")
    if settings.index_url.startswith("sqlite:"):
        return Path(settings.index_url.removeprefix("sqlite://"))
    return None


@contextmanager
def _environment(changes: Mapping[str, str | None]) -> Iterator[None]:
    """Set variables, or take them away, inside only: settings read nothing else."""
    before = {name: os.environ.get(name) for name in changes}
    _change(changes)
    try:
        yield
    finally:
        _change(before)


def _change(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OperationError as error:
        raise FileStoreBroken(f"the file store does not work: {error.text}") from error
    except InvalidSettings as error:
        raise FileStoreBroken(f"the settings of the file store are wrong: {error}") from error
    except ModuleNotFoundError as error:  # what only Redis or encryption needs
        raise FilesNotInstalled(f"the file store cannot be read: {error.name!r} is not installed") from error
    except OSError as error:
        raise FileStoreBroken(f"the file store cannot be opened: {error}") from error
