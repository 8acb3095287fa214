"""How the suite is shared among processes: tests that share a server stay together."""

import re

import pytest
from xdist.scheduler import LoadFileScheduling

_OF_A_SERVICE = re.compile(r"^(?P<folder>tests/\w+)/.*\[(?P<service>flowforge_\w+)\]$")


class LoadFileOrService(LoadFileScheduling):
    """By file; but tests of the whole repository that name a service in their id, by service."""

    def _split_scope(self, nodeid: str) -> str:
        of_a_service = _OF_A_SERVICE.match(nodeid)
        if of_a_service is None:
            return str(super()._split_scope(nodeid))
        return f"{of_a_service['folder']}[{of_a_service['service']}]"


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileOrService | None:
    """Replace `loadfile` alone: other ways of sharing stay as asked for."""
    return LoadFileOrService(config, log) if config.getoption("dist") == "loadfile" else None
