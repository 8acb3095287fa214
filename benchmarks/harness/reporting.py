"""Tables of a benchmark: printed, and kept under benchmarks/results/ with the machine's facts."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness.machine import machine_facts

RESULTS = Path(__file__).parents[1] / "results"


class Report:
    """Collects tables and notes: `report.table(...)`, `report.target(...)`, then `report.write()`."""

    def __init__(self, name: str, title: str, *, packages: Sequence[str] = ()) -> None:
        self.path = RESULTS / f"{name}.md"
        self._facts = machine_facts(packages)
        self._parts = [f"# {title}\n"]
        self._targets: list[tuple[str, str, str, str]] = []

    def note(self, text: str) -> None:
        self._add(f"{text}\n")

    def table(self, title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add a table; a float is shown with three significant digits."""
        self._add(f"## {title}\n\n{_markdown(header, rows)}")

    def target(
        self, what: str, measured: float, limit: float, *, unit: str = "", at_least: bool = False
    ) -> None:
        """Compare a figure with its target. A miss is shown, and fails nothing."""
        met = measured >= limit if at_least else measured <= limit
        bound = f"{'>=' if at_least else '<='} {_shown(limit)}{unit}"
        self._targets.append((what, f"{_shown(measured)}{unit}", bound, "met" if met else "MISSED"))

    def write(self) -> Path:
        """Print what was not printed yet, and write the file."""
        if self._targets:
            self._add("## Targets\n\n" + _markdown(("figure", "measured", "target", ""), self._targets))
        facts = "".join(f"- {name}: {value}\n" for name, value in self._facts.items())
        self._add(f"## Measured on\n\n{facts}")
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("\n".join(self._parts), encoding="utf-8")
        return self.path

    def _add(self, part: str) -> None:
        self._parts.append(part)
        print(part, flush=True)


def _markdown(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    cells = [list(header), *([_shown(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def _shown(value: object) -> str:
    if not isinstance(value, float):
        return f"{value:,}" if isinstance(value, int) else str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
