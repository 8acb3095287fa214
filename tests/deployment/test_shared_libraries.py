"""Every shared library that a service's packages load is in a package of its own or in the base image."""

from importlib.metadata import Distribution
from pathlib import Path

import pytest
from elftools.elf.dynamic import DynamicSection
from elftools.elf.elffile import ELFFile
from tools.repository import Service, services
from tools.requirements import installed, locked

from flowforge_gateway.services import load_entries

# What python:3.11-slim-bookworm has, beyond the kernel's own: glibc, GCC's runtime and zlib.
BASE_IMAGE = {
    *("ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1"),
    *("libresolv.so.2", "libutil.so.1", "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1"),
}
# What Debian's packages add where services.yml names them.
SYSTEM_PACKAGES = {
    "libexpat1": {"libexpat.so.1"},
    "libgomp1": {"libgomp.so.1"},
    "libomp5-14": {"libomp.so.5"},
    "libvulkan1": {"libvulkan.so.1"},
}
ELF = b"\x7fELF"


def libraries(package: Distribution) -> list[Path]:
    paths = [Path(str(package.locate_file(one))) for one in package.files or () if ".so" in Path(one).name]
    return [path for path in paths if path.is_file() and path.read_bytes()[:4] == ELF]


def needed(path: Path) -> set[str]:
    with path.open("rb") as stream:
        sections = ELFFile(stream).iter_sections()
        return {
            str(getattr(tag, "needed"))  # noqa: B009 - its types do not name it
            for section in sections
            if isinstance(section, DynamicSection)
            for tag in section.iter_tags("DT_NEEDED")
        }


@pytest.mark.parametrize("service", services(), ids=lambda service: service.package)
def test_no_library_is_missing_in_the_image(service: Service) -> None:
    entry = next(one for one in load_entries() if one.name == service.name)
    weights = {package for one in entry.weights.values() for package in one}
    packages = [found for name in {*locked(service.folder.name), *weights} if (found := installed(name))]
    paths = [path for package in packages for path in libraries(package)]
    assert len(paths) >= 10
    added = set().union(*(SYSTEM_PACKAGES[name] for name in entry.system_packages))
    there = BASE_IMAGE | added | {path.name for path in paths}
    missing = {(path.name, name) for path in paths for name in needed(path) - there}
    assert not missing
    assert added <= {name for path in paths for name in needed(path)}, "services.yml names too many packages"
