"""Word documents as templates: `{{ values }}`, `{% for %}` and `{% if %}`, as people type them into Word."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_OPENING = re.compile(r"\{(?:<[^>]*>)*(?=[{%#])")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_CLOSING = re.compile(r"(?<=[}%#])(?:<[^>]*>)+\}")
# A tag such as {%tr for row in rows %} stands for the table row, the paragraph or the run that it is in.
_AROUND = {"tr": "w:tr", "p": "w:p", "r": "w:r", "tc": "w:tc"}
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")
_FUEL = 2_000_000


class DocxTemplateFailed(Exception):
    """The template cannot be filled in; the argument is the reason."""


def fill_docx(path: Path, data: dict[str, Any], *, strict: bool) -> bytes:
    """Return the document at *path* with its placeholders replaced. Raises DocxTemplateFailed."""
    import minijinja  # noqa: PLC0415 - few calls need it

    environment = minijinja.Environment(
        auto_escape_callback=lambda _: True,
        finalizer=_finalized,
        undefined_behavior="strict" if strict else "lenient",
        fuel=_FUEL,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if _PARTS.fullmatch(entry.filename):
                template = _prepared(content.decode("utf-8"))
                try:
                    content = environment.render_str(template, "document.xml", **data).encode()
                except minijinja.TemplateError as error:
                    raise DocxTemplateFailed(str(error.message)) from error
            target.writestr(entry, content)
    return buffer.getvalue()


def placeholders(path: Path) -> list[str]:
    """Return the tags of the document at *path*, each once."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(path) as source:
        for name in source.namelist():
            if _PARTS.fullmatch(name):
                found |= dict.fromkeys(_TAG.findall(_joined(source.read(name).decode("utf-8"))))
    return list(found)


def _joined(xml: str) -> str:
    """Join tags that Word has split over runs, and undo its typographic quotes in them."""
    xml = _CLOSING.sub("}", _OPENING.sub("{", xml))

    def plain(found: re.Match[str]) -> str:
        text = _MARKUP.sub("", found[0]).translate(_QUOTES)
        return text.replace("&quot;", '"').replace("&apos;", "'").replace("&gt;", ">").replace("&lt;", "<")

    return _TAG.sub(plain, xml)


def _prepared(xml: str) -> str:
    xml = _joined(xml)
    for mark, element in _AROUND.items():
        inside = rf"(?:(?!<{element}[ >]).)*?"
        around = rf"<{element}[ >]{inside}(\{{[%{{]){mark} ({inside}[%}}]\}}){inside}</{element}>"
        xml = re.sub(around, r"\1 \2", xml, flags=re.DOTALL)
    return xml


def _finalized(value: Any) -> Any:
    """Return *value* with line breaks as Word writes them, and nothing for None."""
    from minijinja import safe  # noqa: PLC0415 - few calls need it

    if value is None:
        return ""
    if isinstance(value, str) and "\n" in value:
        lines = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split("\n")
        return safe('</w:t><w:br/><w:t xml:space="preserve">'.join(lines))
    return value
