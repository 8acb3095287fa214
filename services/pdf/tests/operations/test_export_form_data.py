import json
from typing import Any

import httpx
import pytest
from lxml import etree
from pdf_samples import content_of, form_document, numbered_pages

from flowforge_pdf.core.forms.filling import NoFormFields
from flowforge_pdf.operations.export_form_data import ExportFormDataForm, export_form_data
from flowforge_pdf.settings import PdfSettings

VALUES = {"name": "Ada", "agree": "Off", "color": "red", "size": "S"}


def exported(file: Any, kind: str) -> bytes:
    return content_of(export_form_data(ExportFormDataForm(file=file, format=kind), PdfSettings()))


def test_json(spooled: Any) -> None:
    assert json.loads(exported(spooled(form_document()), "json")) == VALUES


def test_xfdf(spooled: Any) -> None:
    root = etree.fromstring(exported(spooled(form_document()), "xfdf"))
    fields = {field.get("name"): field[0].text for field in root.iter("{http://ns.adobe.com/xfdf/}field")}
    assert fields == VALUES


def test_fdf(spooled: Any) -> None:
    content = exported(spooled(form_document()), "fdf")
    assert content.startswith(b"%FDF-1.2")
    assert b"/T (name) /V (Ada)" in content


def test_without_a_form(spooled: Any) -> None:
    with pytest.raises(NoFormFields):
        exported(spooled(numbered_pages(1)), "json")


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/export-form-data", files={"file": ("a.pdf", form_document())}, data={"format": "fdf"}
    )
    assert answer.headers["content-type"] == "application/vnd.fdf"
    assert 'filename="a.fdf"' in answer.headers["content-disposition"]
