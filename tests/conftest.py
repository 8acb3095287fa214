"""How the suite is shared among processes: tests that share a server stay together."""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

# The tests of a service run in one process, and so do those of a platform or gateway: its servers start once.
_SHARING_SERVERS = re.compile(r"^(services/[\w-]+|tests/(?:system|gateway))/")
_OF_A_SERVICE = re.compile(r"^(?P<folder>tests/\w+)/.*\[(?P<service>flowforge_\w+)\]$")


class LoadSharedServers(LoadFileScheduling):
    """By shared servers; elsewhere by the service that a test names in its id, or by file."""

    def _split_scope(self, nodeid: str) -> str:
        if sharing := _SHARING_SERVERS.match(nodeid):
            return sharing[1]
        if of_a_service := _OF_A_SERVICE.match(nodeid):
            return f"{of_a_service['folder']}[{of_a_service['service']}]"
        return str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadSharedServers | None:
    """Replace `loadfile` alone: other ways of sharing stay as asked for."""
    return LoadSharedServers(config, log) if config.getoption("dist") == "loadfile" else None
