"""Programs of Debian's packages, unpacked without installing them."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A folder with the programs and the libraries that they need."""

    folder: Path

    def program(self, name: str) -> Path:
        return self.folder / "usr" / "bin" / name

    @property
    def environment(self) -> dict[str, str]:
        folders = sorted({str(path.parent) for path in self.folder.rglob("*.so*")})
        return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(folders)}


def unpack(folder: Path, package: str, *libraries: str) -> Unpacked:
    """Fetch a package, and the *libraries* that there are. Skips the test where they cannot be had."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        pytest.skip(f"there is no apt-get to fetch {package}")
    for name in (package, *libraries):
        subprocess.run(["apt-get", "download", "-qq", name], cwd=folder, check=False, capture_output=True)
    if not list(folder.glob(f"{package}_*.deb")):
        pytest.skip(f"Debian's package {package} cannot be fetched")
    for path in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", path, folder / "root"], check=True)
    return Unpacked(folder / "root")
