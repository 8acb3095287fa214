"""Where the state is: `.flowforge` in a checkout, else in the user's home; FLOWFORGE_HOME moves it."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flowforge_cli.errors import UnsafeFolder

PRIVATE = 0o700
_CHECKOUT = Path(__file__).parents[4]
_NAME = ".flowforge"
# A Unix socket's path has at most 107 bytes, and Envoy adds a name to that of its folder.
_LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Home:
    """The state folder and what is where in it."""

    path: Path

    @property
    def consumers(self) -> Path:
        return self.path / "consumers.json"

    @property
    def gateway_file(self) -> Path:
        return self.path / "gateway.json"

    @property
    def demo_key(self) -> Path:
        return self.path / "demo-key"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def logs(self) -> Path:
        return private_folder(self.path / "logs")

    @property
    def lock(self) -> Path:
        return self.path / "supervisor.lock"

    @property
    def status(self) -> Path:
        return self.path / "status.json"

    def data(self, part: str) -> Path:
        """Make and return the folder for what *part* keeps for good."""
        return private_folder(private_folder(self.path / "data") / part)

    def spool(self, service: str) -> Path:
        """Make and return the folder for the files of requests in flight."""
        return private_folder(private_folder(self.path / "spool") / service)

    def sockets(self) -> Path:
        """Make and return a private folder whose path is short enough for Unix sockets."""
        inside = self.path / "run"
        if len(str(inside)) <= _LONGEST_SOCKET_FOLDER:
            return private_folder(inside)
        digest = hashlib.sha256(str(self.path).encode()).hexdigest()[:12]
        return private_folder(Path(tempfile.gettempdir()) / f"flowforge-{os.getuid()}-{digest}")


def home_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the path of the state folder, which may not exist yet."""
    if chosen := environment.get("FLOWFORGE_HOME"):
        return Path(chosen).expanduser().resolve()
    is_checkout = (_CHECKOUT / "gateway" / "kong.yml").is_file()
    return (_CHECKOUT if is_checkout else Path.home()) / _NAME


def open_home(environment: Mapping[str, str] = os.environ) -> Home:
    """Return the state folder; make it if there is none."""
    return Home(private_folder(home_path(environment)))


def private_folder(path: Path) -> Path:
    """Make *path* if it is missing, for this user alone. Raises UnsafeFolder if it belongs to another."""
    path.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.getuid():
        raise UnsafeFolder(f"{path} belongs to another user: set FLOWFORGE_HOME to a folder of your own")
    path.chmod(PRIVATE)
    return path
