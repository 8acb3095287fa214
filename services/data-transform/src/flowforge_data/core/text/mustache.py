"""Templates in Mustache syntax. Partials and lambdas do not exist."""

from collections.abc import Sequence
from typing import Any

from flowforge_data.core.text.forms import MAX_CHARACTERS, InvalidTemplate
from servicekit import ResourceLimit


def rendered(template: str, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return the text of each row. Raises InvalidTemplate, and ResourceLimit for results too long."""
    import chevron  # noqa: PLC0415 - only Mustache needs it
    from chevron.tokenizer import ChevronError  # noqa: PLC0415 - likewise

    results: list[str] = []
    left = 4 * MAX_CHARACTERS
    for row in rows:
        try:
            results.append(str(chevron.render(template, _spelled(row), partials_path=None)))
        except ChevronError as error:
            raise InvalidTemplate(reason=_reason(error)) from error
        except (IndexError, ValueError) as error:
            raise InvalidTemplate(reason="it has a tag without a name") from error
        except RecursionError as error:
            raise InvalidTemplate(reason="its sections are nested too deep") from error
        left -= len(results[-1])
        if left < 0:
            raise ResourceLimit(limit=f"{4 * MAX_CHARACTERS:,} characters of result")
    return results


def _spelled(value: Any) -> Any:
    """Return the values with true as JSON spells it."""
    if isinstance(value, dict):
        return {key: _spelled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_spelled(one) for one in value]
    return "true" if value is True else value


def _reason(error: Exception) -> str:
    return "; ".join(line.strip() for line in str(error).splitlines() if line.strip()).rstrip(".").lower()
