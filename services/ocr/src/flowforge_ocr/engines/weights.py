"""Files of weights inside installed packages, which are never imported: only their files are read."""

from importlib.util import find_spec
from pathlib import Path

from servicekit import NotInstalled


class OcrEngineNotInstalled(NotInstalled):
    code = "OCR_ENGINE_NOT_INSTALLED"
    message = "The engine '{engine}' is not installed on this server. To install it: {how}."


def weights(module: str, path: str, *, engine: str, how: str) -> Path:
    """Return a file of *module*. Raises OcrEngineNotInstalled without it."""
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(folder) / path
        if found.is_file():
            return found
    raise OcrEngineNotInstalled(engine=engine, how=how)
