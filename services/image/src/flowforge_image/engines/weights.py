"""Files of weights inside installed packages, which are never imported: only their files are read."""

from importlib.util import find_spec
from pathlib import Path

from servicekit import NotInstalled


class EngineNotInstalled(NotInstalled):
    code = "ENGINE_NOT_INSTALLED"
    message = (
        "This operation needs an engine that is not installed on this server: {package}. "
        "See the README of the image service for how to install it."
    )


def weights(module: str, package: str, path: str) -> Path:
    """Return a file of *module*. Raises EngineNotInstalled, naming the *package* to install, without it."""
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(folder) / path
        if found.is_file():
            return found
    raise EngineNotInstalled(package=package)


def require(module: str, package: str) -> None:
    """Raise EngineNotInstalled if *module* cannot be imported."""
    if find_spec(module) is None:
        raise EngineNotInstalled(package=package)
