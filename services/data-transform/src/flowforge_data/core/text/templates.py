"""Templates in Jinja syntax, with a bound on the work that they do."""

from collections.abc import Sequence
from typing import Any, Final

import minijinja

from flowforge_data.core.text.forms import MAX_CHARACTERS, InvalidTemplate
from servicekit import ResourceLimit

FUEL: Final = 2_000_000


def rendered(template: str, rows: Sequence[dict[str, Any]], *, strict: bool, escape_html: bool) -> list[str]:
    """Return the text of each row. Raises InvalidTemplate, and ResourceLimit for results too long."""
    environment = minijinja.Environment(
        fuel=FUEL,
        undefined_behavior="strict" if strict else "chainable",
        auto_escape_callback=lambda _: escape_html,
        debug=False,
    )
    results: list[str] = []
    left = 4 * MAX_CHARACTERS
    try:
        environment.add_template("template", template)
        for row in rows:
            results.append(environment.render_template("template", **row))
            left -= len(results[-1])
            if left < 0:
                raise ResourceLimit(limit=f"{4 * MAX_CHARACTERS:,} characters of result")
    except minijinja.TemplateError as error:
        raise InvalidTemplate(reason=_reason(error)) from error
    return results


def _reason(error: Exception) -> str:
    detail = getattr(error, "message", "") or str(error)
    kind = getattr(error, "kind", "")
    if "fuel" in str(error):
        return "it does too much work: shorten its loops"
    line = getattr(error, "line", None)
    place = f" in line {line}" if line else ""
    if kind == "UndefinedError":
        return f"it uses a name that the data does not have{place}"
    return f"{' '.join(str(detail).split()).partition('(in template')[0].strip().rstrip('.')}{place}"
