"""Check this machine: `flowforge doctor`."""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flowforge_cli.diagnosis.findings import Finding
from flowforge_cli.diagnosis.machine import check_machine
from flowforge_cli.diagnosis.packages import check_packages
from flowforge_cli.diagnosis.weights import check_weights
from flowforge_cli.home.folder import Home, home_path
from flowforge_cli.screens.screen import say

_SIGNS = {"ok": ("✓", "green"), "optional": ("·", "yellow"), "missing": ("✗", "red")}


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is installed, what is missing, and what each optional engine needs."""
    findings = [*check_machine(Home(home_path())), *check_packages(), *check_weights()]
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        _print(findings)
    raise typer.Exit(any(finding.verdict == "missing" for finding in findings))


def _print(findings: list[Finding]) -> None:
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        sign, color = _SIGNS[finding.verdict]
        advice = Text(f"→ {finding.advice}", "yellow") if finding.advice else ""
        table.add_row(Text(sign, color), Text(finding.subject), Text(finding.detail), advice)
    Console(soft_wrap=True).print(table)
