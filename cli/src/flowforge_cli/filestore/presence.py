"""Whether there is a file store, and how much it holds: without loading the kit where there is none."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from flowforge_cli.assembly.file_store import SERVICE
from flowforge_cli.errors import FilesNotInstalled, NoFileStore
from flowforge_cli.home.folder import Home
from flowforge_cli.invocation import flowforge

_NAMED_BY = ("FLOWFORGE_FILES_URL", "FLOWFORGE_FILES_INDEX_URL")


@dataclass(frozen=True)
class Holdings:
    """What a store holds. *problem* says why that is not known."""

    where: str | None = None
    files: int | None = None
    bytes: int | None = None
    problem: str | None = None


def require_store(home: Home) -> None:
    """Go on only if there may be a store, and the kit to read it. Raises NoFileStore or FilesNotInstalled."""
    if not _may_be_there(home):
        raise no_store(home)
    try:
        import_module("flowforge_filestore.opening")
    except ModuleNotFoundError as error:
        raise FilesNotInstalled(
            f"the file store cannot be read: the package {error.name!r} is not installed here;"
            " 'flowforge-filestore', which every service needs, brings it"
        ) from error


def no_store(home: Home) -> NoFileStore:
    """Report that nothing was ever stored."""
    return NoFileStore(
        f"{home.path} holds no file store yet:"
        f" '{flowforge()} up' makes one where the files service is installed"
    )


def _may_be_there(home: Home, environment: Mapping[str, str] = os.environ) -> bool:
    # Home.data would make the folder: looking must leave no trace.
    return any(name in environment for name in _NAMED_BY) or (home.path / "data" / SERVICE).is_dir()
