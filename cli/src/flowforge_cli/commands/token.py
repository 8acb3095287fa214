"""Sign a JSON Web Token: `flowforge token`."""

from typing import Annotated

import typer

from flowforge_cli.commands.durations import parse_duration
from flowforge_cli.home.consumers import open_consumers
from flowforge_cli.home.folder import open_home
from flowforge_cli.screens.screen import say


def token(
    name: Annotated[str, typer.Argument(help="A consumer with a JWT credential (`flowforge keys jwt`).")],
    *,
    lifetime: Annotated[str, typer.Option(help="How long it is valid: 30m, 12h, 7d.")] = "1h",
) -> None:
    """Print a token to send as `Authorization: Bearer TOKEN`."""
    say(open_consumers(open_home()).token(name, lifetime=parse_duration(lifetime)))
