"""The command-line application."""

import sys

import typer

from flowforge_cli.commands.doctor import doctor
from flowforge_cli.commands.down import down
from flowforge_cli.commands.files import files
from flowforge_cli.commands.keys import keys
from flowforge_cli.commands.logs import logs
from flowforge_cli.commands.mcp import mcp
from flowforge_cli.commands.openapi import openapi
from flowforge_cli.commands.status import status
from flowforge_cli.commands.token import token
from flowforge_cli.commands.up import up
from flowforge_cli.commands.usage import usage
from flowforge_cli.errors import CommandFailed
from flowforge_gateway import GatewayError

app = typer.Typer(
    help="Start, inspect and administer FlowForge.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (up, down, status, logs, token, usage, openapi, mcp, doctor):
    app.command()(command)
app.add_typer(keys, name="keys")
app.add_typer(files, name="files")


def main() -> None:
    """Run the command. Errors are reported in one line, without a traceback."""
    try:
        app()
    except (CommandFailed, GatewayError) as error:
        sys.stderr.write(f"flowforge: {error}\n")
        sys.exit(1)
    except OSError as error:
        from servicekit.errors import is_full  # noqa: PLC0415 - only a failure needs the kit

        if not is_full(error):
            raise
        sys.stderr.write(f"flowforge: the disk is full, so nothing was changed: {error}\n")
        sys.exit(1)
