"""Pictures that others made, for tests: in the wheel of scikit-image and in archives on the package index."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib import resources
from pathlib import Path

from tools.repository import ROOT

_ARCHIVES = Path(__file__).with_suffix(".txt")
_STORE = ROOT / ".tools" / "pictures"
_FOLDERS = {"pillow": "Tests/images/", "pi_heif": "tests/images/"}


def sample_picture(name: str) -> Path:
    """Return a picture: `skimage/rocket.jpg`, `pillow/hopper.jpg`, `pi_heif/heif_other/pug.heic`."""
    package, _, path = name.partition("/")
    if package == "skimage":
        return Path(str(resources.files("skimage") / "data" / path))
    store = _STORE / hashlib.sha256(_ARCHIVES.read_bytes()).hexdigest()[:16]
    if not store.is_dir():
        _fetch(store)
    return store / package / path


def _fetch(store: Path) -> None:
    """Download and unpack into a folder beside *store*, then rename it: it is never half there."""
    _STORE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=_STORE))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run(
        [*command, "--require-hashes", "-r", str(_ARCHIVES), "-d", str(folder / "archives")], check=True
    )
    for archive in (folder / "archives").iterdir():
        _unpack(archive, folder / archive.name.rpartition("-")[0])
    shutil.rmtree(folder / "archives")
    if store.is_dir():
        shutil.rmtree(folder)
    else:
        folder.rename(store)


def _unpack(archive: Path, target: Path) -> None:
    wanted = _FOLDERS[target.name]
    with tarfile.open(archive) as opened:
        for member in opened:
            _, _, path = member.name.partition("/")
            content = opened.extractfile(member)
            if content is not None and path.startswith(wanted):
                written = target / path.removeprefix(wanted)
                written.parent.mkdir(parents=True, exist_ok=True)
                written.write_bytes(content.read())
