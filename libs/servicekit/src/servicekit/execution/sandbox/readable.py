"""The files that a worker process may use: code, libraries and its own folder."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from servicekit.execution.sandbox.landlock import LIST, READ, READ_AND_WRITE, RUN, WORK, Allowed

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/nix/store")
_SETTINGS = (
    *("/etc/alternatives", "/etc/fonts", "/etc/group", "/etc/ld.so.cache", "/etc/localtime", "/etc/magic"),
    *("/etc/mime.types", "/etc/nsswitch.conf", "/etc/passwd", "/etc/pki", "/etc/ssl/certs", "/etc/timezone"),
    *("/var/cache/fontconfig", "/proc/cpuinfo", "/proc/filesystems", "/proc/meminfo", "/proc/stat"),
    *("/proc/sys/kernel", "/proc/sys/vm", "/proc/version", "/sys/devices/system", "/sys/fs/cgroup"),
)
_DEVICES = ("/dev/full", "/dev/null", "/dev/random", "/dev/urandom", "/dev/zero")


def allowed_files(folder: Path, readable: Iterable[Path]) -> Iterator[Allowed]:
    """Yield the rules of a worker whose calls work in *folder* and that may read *readable*."""
    yield Allowed(folder, WORK)
    yield Allowed(Path("/proc/self"), READ_AND_WRITE)
    yield from (Allowed(Path(path), RUN) for path in _SYSTEM)
    yield from (Allowed(Path(path), READ) for path in _SETTINGS)
    yield from (Allowed(path, READ) for path in readable)
    yield from (Allowed(Path(path), READ_AND_WRITE) for path in _DEVICES)
    yield from _code()


def _code() -> Iterator[Allowed]:
    """Yield the interpreter and what can be imported; of a folder on the path only its modules."""
    installed = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()}
    yield from (Allowed(prefix, RUN) for prefix in installed)
    for entry in {Path(entry).resolve() for entry in sys.path if entry}:
        if any(entry.is_relative_to(prefix) for prefix in installed):
            continue
        if entry.name in ("site-packages", "dist-packages") or entry.is_file():
            yield Allowed(entry, RUN)
        elif entry.is_dir():
            yield Allowed(entry, LIST)
            yield from (Allowed(module, READ) for module in entry.iterdir() if _is_module(module))


def _is_module(path: Path) -> bool:
    return path.suffix in (".py", ".so") or path.name == "__pycache__" or (path / "__init__.py").is_file()
