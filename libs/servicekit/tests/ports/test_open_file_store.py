import subprocess
import sys
from pathlib import Path

import pytest

from flowforge_filestore import FileLibrary
from servicekit.ports import files
from servicekit.ports.files import NullFileStore, open_file_store
from servicekit.settings import InvalidSettings


def test_without_a_url_no_file_store_is_loaded() -> None:
    script = """
import sys
from kit_sample.app import app
from servicekit.ports.files import open_file_store
open_file_store()
print(sorted({"flowforge_filestore", "obstore", "redis"} & set(sys.modules)))
"""
    sample = Path(__file__).parents[1] / "sample"
    environment = {"PYTHONPATH": str(sample)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_the_installed_store_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_FILES_URL", f"file://{tmp_path}/files")
    monkeypatch.setenv("FLOWFORGE_FILES_SIGNING_KEY", "a signing key of 32 characters...")
    store = open_file_store()
    assert isinstance(store, FileLibrary)
    await store.ping()
    await store.close()


def test_a_url_without_an_installed_store_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLOWFORGE_FILES_URL", "file:///nowhere")
    monkeypatch.setattr(files, "ENTRY_POINTS", "servicekit.no_such_group")
    with pytest.raises(InvalidSettings, match="install flowforge-filestore"):
        open_file_store()


def test_no_url_means_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLOWFORGE_FILES_URL", raising=False)
    assert isinstance(open_file_store(), NullFileStore)
