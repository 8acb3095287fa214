"""Sign a JSON web token: `flowforge token`."""

from typing import Annotated

import typer

from flowforge_cli.commands.durations import length
from flowforge_cli.home.consumers import consumers_of
from flowforge_cli.home.folder import open_home
from flowforge_cli.screens.screen import say


def token(
    name: Annotated[str, typer.Argument(help="A consumer that `flowforge keys jwt` gave a signing key.")],
    *,
    lifetime: Annotated[str, typer.Option(help="How long it is valid: 30m, 12h, 7d.")] = "1h",
) -> None:
    """Print a token to send as `Authorization: Bearer TOKEN`."""
    say(consumers_of(open_home()).token(name, lifetime=length(lifetime)))
