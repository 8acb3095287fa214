"""HTML templates in Jinja's language."""

from typing import Any

from servicekit import InvalidInput

_FUEL = 2_000_000


class TemplateFailed(InvalidInput):
    code = "PDF_TEMPLATE_FAILED"
    message = "'template' cannot be filled: {reason}."


def render_template(template: str, data: dict[str, Any], *, strict: bool = True) -> str:
    """Return *template* with *data*, values escaped. Raises TemplateFailed."""
    import minijinja  # noqa: PLC0415 - few calls need it

    environment = minijinja.Environment(
        auto_escape_callback=lambda _: True,
        undefined_behavior="strict" if strict else "lenient",
        fuel=_FUEL,
    )
    try:
        return environment.render_str(template, "template.html", **data)
    except minijinja.TemplateError as error:
        where = f" in line {error.line}" if getattr(error, "line", None) else ""
        raise TemplateFailed(reason=f"{error.message}{where}"[:300]) from error
