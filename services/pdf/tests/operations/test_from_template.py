from typing import Any

import httpx
import pytest
from pdf_samples import content_of, texts_of
from web_documents import finished

from flowforge_pdf.core.making.templates import TemplateFailed
from flowforge_pdf.operations.from_template import FromTemplateForm, make_from_template
from flowforge_pdf.settings import PdfSettings


def filled(**options: Any) -> str:
    return texts_of(content_of(finished(make_from_template, FromTemplateForm(**options), PdfSettings())))[0]


def test_loops_and_escaping() -> None:
    template = "<ul>{% for item in items %}<li>{{ item }}</li>{% endfor %}</ul>"
    assert "<b>x</b>" in filled(template=template, data={"items": ["one", "<b>x</b>"]})


def test_missing_values_are_an_error_or_empty() -> None:
    with pytest.raises(TemplateFailed, match="'template'"):
        filled(template="<p>{{ name }}</p>")
    assert filled(template="<p>a{{ name }}b</p>", strict=False) == "ab"


def test_endless_templates_end() -> None:
    with pytest.raises(TemplateFailed):
        filled(template="{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/from-template", json={"template": "<p>Hi {{ n }}</p>", "data": {"n": "Ada"}})
    assert texts_of(answer.content) == ["Hi Ada"]
