"""What /health tells about the engines: which ones requests can use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flowforge_ocr.engines.catalog import DEFAULT, ENTRIES, Programs, installed_entry
from flowforge_ocr.settings import OcrSettings
from servicekit import Resource

_READY = "installed: loaded by the first call of each worker"


@contextmanager
def _open(settings: OcrSettings) -> Iterator[Programs]:
    """Load nothing: workers load models with their first call."""
    yield settings.programs


def _states(programs: Programs) -> Mapping[str, str]:
    """Return which engines are installed. Raises OcrEngineNotInstalled without the default one."""
    installed_entry(DEFAULT, programs)
    return {
        name: _READY if entry.is_installed(programs) else "not installed" for name, entry in ENTRIES.items()
    }


engines = Resource("engines", _open, _states)
