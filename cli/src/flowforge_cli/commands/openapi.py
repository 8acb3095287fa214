"""Print the platform's OpenAPI document: `flowforge openapi`."""

import asyncio
import json
from importlib.metadata import version
from typing import Annotated

import typer

from flowforge_cli.errors import NotRunning
from flowforge_cli.home.folder import Home, home_path
from flowforge_cli.home.snapshot import running_platform
from flowforge_cli.screens.screen import say
from flowforge_cli.specification.collecting import Profile, collect
from flowforge_specification import merge

_DEFAULT_ADDRESS = "http://127.0.0.1:8000"


def openapi(
    *,
    profile: Annotated[
        Profile,
        typer.Option(help="full: OpenAPI 3.1; generators: OpenAPI 3.0.3 for client generators."),
    ] = "full",
    server: Annotated[str | None, typer.Option(help="The server URL in the document.")] = None,
) -> None:
    """Print one OpenAPI document of all running or installed services."""
    address, ports = _what_runs()
    documents = asyncio.run(collect(profile, ports))
    merged = merge(documents, title="FlowForge", version=version("flowforge-cli"), address=server or address)
    say(json.dumps(merged, indent=2, ensure_ascii=False))


def _what_runs() -> tuple[str, dict[str, int]]:
    try:
        snapshot = running_platform(Home(home_path()))
    except NotRunning:
        return _DEFAULT_ADDRESS, {}
    running = {part.name: part.port for part in snapshot.parts if part.state == "running" and part.port}
    return snapshot.address, running
