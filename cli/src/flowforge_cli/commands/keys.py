"""Manage consumers and their credentials: `flowforge keys add|list|rotate|revoke|change|login|jwt`."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from flowforge_cli.commands.durations import parse_duration, parse_expiry
from flowforge_cli.home.consumers import edit_consumers, open_consumers
from flowforge_cli.home.demo import DEMO, keep_demo_key
from flowforge_cli.home.folder import open_home
from flowforge_cli.screens.screen import say
from flowforge_gateway import Algorithm, Consumer

keys = typer.Typer(
    help="Manage consumers and their credentials. Changes take effect within a second.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The consumer's name: a-z 0-9 . _ -")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Services = Annotated[
    list[str] | None, typer.Option("--service", "-s", help="Restrict to this service; repeatable.")
]
Expires = Annotated[str | None, typer.Option(help="When it ends: 30d, 2030-12-31, 2030-12-31T18:00:00Z.")]


@keys.command()
def add(
    name: Name,
    *,
    tier: Annotated[str, typer.Option(help="free, basic, pro or enterprise.")] = "free",
    services: Services = None,
    expires: Expires = None,
    as_json: AsJson = False,
) -> None:
    """Add a consumer and print its API key, once."""
    with edit_consumers(open_home()) as consumers:
        issued = consumers.add(name, tier=tier, services=tuple(services or ()), expires=_date(expires))
    _show_once(issued.consumer, issued.expires, {"key": issued.key}, as_json=as_json)


@keys.command("list")
def list_(*, as_json: AsJson = False) -> None:
    """List consumers and their credentials, without secrets."""
    found = open_consumers(open_home()).list()
    if as_json:
        say(json.dumps([_plain(asdict(consumer)) for consumer in found], indent=1))
        return
    table = Table(box=None, header_style="dim")
    for heading in ("name", "tier", "services", "credentials"):
        table.add_column(heading)
    for consumer in found:
        credentials = [f"{it.kind} {it.label}{_until(it.expires)}" for it in consumer.credentials]
        services = ", ".join(consumer.services) or "all"
        table.add_row(consumer.name, consumer.tier, services, "\n".join(credentials))
    Console(soft_wrap=True).print(table)


@keys.command()
def rotate(
    name: Name,
    *,
    grace: Annotated[str, typer.Option(help="How long the old key stays valid.")] = "24h",
    expires: Expires = None,
    as_json: AsJson = False,
) -> None:
    """Issue a new key, printed once. The old key stays valid for the grace period."""
    home = open_home()
    with edit_consumers(home) as consumers:
        issued = consumers.rotate(name, grace=parse_duration(grace), expires=_date(expires))
    if name == DEMO:
        keep_demo_key(home, issued.key)
    _show_once(issued.consumer, issued.expires, {"key": issued.key}, as_json=as_json)


@keys.command()
def revoke(name: Name) -> None:
    """Remove a consumer and all its credentials."""
    home = open_home()
    with edit_consumers(home) as consumers:
        consumers.revoke(name)
    if name == DEMO:
        keep_demo_key(home, "")
    say(f"{name} is revoked")


@keys.command()
def change(
    name: Name,
    *,
    tier: Annotated[str | None, typer.Option(help="The new tier.")] = None,
    services: Services = None,
    everywhere: Annotated[bool, typer.Option("--all-services", help="Allow all services.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change a consumer's tier or services."""
    wanted = () if everywhere else tuple(services) if services else None
    with edit_consumers(open_home()) as consumers:
        consumer = consumers.update(name, tier=tier, services=wanted)
    _show_once(consumer, None, {}, as_json=as_json)


@keys.command()
def login(
    name: Name,
    *,
    username: Annotated[str | None, typer.Option(help="The consumer's name, if none is given.")] = None,
    expires: Expires = None,
    as_json: AsJson = False,
) -> None:
    """Add a user name and password (Basic authentication), printed once."""
    with edit_consumers(open_home()) as consumers:
        issued = consumers.add_login(name, username=username, expires=_date(expires))
    secret = {"username": issued.username, "password": issued.password}
    _show_once(issued.consumer, issued.expires, secret, as_json=as_json)


@keys.command()
def jwt(
    name: Name,
    *,
    algorithm: Annotated[Algorithm, typer.Option(help="How tokens are signed.")] = "HS256",
    public_key: Annotated[
        Path | None, typer.Option(exists=True, help="Your public key (PEM), if you sign tokens yourself.")
    ] = None,
    expires: Expires = None,
    as_json: AsJson = False,
) -> None:
    """Add a JWT credential; `flowforge token` signs tokens."""
    pem = public_key.read_text() if public_key is not None else None
    with edit_consumers(open_home()) as consumers:
        issued = consumers.add_jwt(name, algorithm=algorithm, public_key=pem, expires=_date(expires))
    told = {"issuer": issued.issuer, "algorithm": issued.algorithm}
    _show_once(issued.consumer, issued.expires, told, as_json=as_json)


def _date(text: str | None) -> datetime | None:
    return None if text is None else parse_expiry(text)


def _show_once(consumer: Consumer, expires: datetime | None, told: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        content = {
            "name": consumer.name,
            "id": consumer.id,
            "tier": consumer.tier,
            "services": consumer.services,
        }
        say(json.dumps(_plain({**content, **told, "expires": expires}), indent=1))
        return
    services = ", ".join(consumer.services) or "all services"
    say(f"{consumer.name}: tier {consumer.tier}, {services}{_until(expires)}")
    for what, value in told.items():
        say(f"  {what}: {value}")


def _until(expires: datetime | None) -> str:
    return "" if expires is None else f" until {expires:%Y-%m-%d %H:%M} UTC"


def _plain(content: dict[str, Any]) -> Any:
    return json.loads(json.dumps(content, default=datetime.isoformat))
