"""Run the command as `python -m flowforge_cli`."""

from flowforge_cli.main import main

main()
