"""Show usage by consumer: `flowforge usage`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from flowforge_cli.assembly.valkey import redis_url
from flowforge_cli.home.folder import Home, open_home
from flowforge_cli.home.snapshot import running_platform
from flowforge_cli.screens.screen import say
from flowforge_gateway import Usage, read_usage


def usage(
    *,
    days: Annotated[int, typer.Option(min=1, max=400, help="Number of UTC days, including today.")] = 1,
    redis: Annotated[
        str | None, typer.Option(help="A Redis other than the embedded one, as redis://...")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show requests, errors (5xx) and rejected requests by day, consumer and service."""
    found = read_usage(redis or _embedded(open_home()), days=days)
    if as_json:
        say(json.dumps([_flat(entry) for entry in found], indent=1))
        return
    table = Table(box=None, header_style="dim")
    for heading in ("day", "consumer", "service", "requests", "errors", "rejected"):
        table.add_column(
            heading, justify="right" if heading in {"requests", "errors", "rejected"} else "left"
        )
    for entry in found:
        table.add_row(*(str(value) for value in _flat(entry).values()))
    Console(soft_wrap=True).print(table)


def _flat(entry: Usage) -> dict[str, str | int]:
    place = {"day": entry.day.isoformat(), "consumer": entry.consumer, "service": entry.service}
    return place | asdict(entry.counts)


def _embedded(home: Home) -> str:
    port = next(part.port for part in running_platform(home).parts if part.name == "valkey")
    assert port is not None  # noqa: S101 - Valkey always has one
    return redis_url(home, port)
