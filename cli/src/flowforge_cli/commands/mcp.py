"""Serve the operations to an agent over stdio: `flowforge mcp`."""

import asyncio
import os
from typing import Annotated

import typer

from flowforge_cli.errors import CommandFailed, NotRunning
from flowforge_cli.home.folder import Home, home_path
from flowforge_cli.home.snapshot import running_platform

_DEFAULT_ADDRESS = "http://127.0.0.1:8000"


def mcp(
    *,
    server: Annotated[
        str | None,
        typer.Option(envvar="FLOWFORGE_URL", help="Address of FlowForge; by default the one that runs here."),
    ] = None,
    tools: Annotated[
        str, typer.Option(help="Services or operations to offer as tools of their own: math,crypto.hash")
    ] = "",
) -> None:
    """Serve every operation to an agent: Model Context Protocol over stdio.

    The key is read from FLOWFORGE_KEY; without it, that of the demo consumer of the platform that runs here.
    """
    from flowforge_cli.specification.agents import serve  # noqa: PLC0415 - a second that others would wait for

    home = Home(home_path())
    asyncio.run(serve(server or _address(home), _key(home), tools))


def _address(home: Home) -> str:
    try:
        return running_platform(home).address
    except NotRunning:
        return _DEFAULT_ADDRESS


def _key(home: Home) -> str:
    if key := os.environ.get("FLOWFORGE_KEY"):
        return key
    demo = home.path / "demo-key"
    if not demo.exists():
        raise CommandFailed("no key: set FLOWFORGE_KEY to one that 'flowforge keys add NAME' printed")
    return demo.read_text(encoding="utf-8").strip()
