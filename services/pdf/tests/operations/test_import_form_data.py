from typing import Any

import httpx
import pytest
from pdf_samples import content_of, form_document, numbered_pages

from flowforge_pdf.core.forms.filling import NoFormFields
from flowforge_pdf.operations.export_form_data import ExportFormDataForm, export_form_data
from flowforge_pdf.operations.fill_form import FillFormForm, fill_form
from flowforge_pdf.operations.form_fields import FormFieldsForm, list_form_fields
from flowforge_pdf.operations.import_form_data import (
    ImportFormDataForm,
    UnreadableFormData,
    import_form_data,
)
from flowforge_pdf.settings import PdfSettings

VALUES = {"name": "Grüße (日本)", "agree": True, "color": "blue", "size": "L"}


def imported(file: Any, data: Any) -> Any:
    return import_form_data(ImportFormDataForm(file=file, data=data), PdfSettings())


def values_of(file: Any) -> dict[str, Any]:
    result = list_form_fields(FormFieldsForm(file=file), PdfSettings())
    return {field.name: field.value for field in result.fields}


@pytest.mark.parametrize("kind", ["json", "fdf", "xfdf"])
def test_what_is_exported_can_be_imported(spooled: Any, kind: Any) -> None:
    filled = spooled(
        content_of(fill_form(FillFormForm(file=spooled(form_document()), values=VALUES), PdfSettings()))
    )
    data = content_of(export_form_data(ExportFormDataForm(file=filled, format=kind), PdfSettings()))
    result = imported(spooled(form_document()), spooled(data, f"a.{kind}"))
    assert values_of(spooled(content_of(result))) == values_of(filled)


def test_groups_of_names(spooled: Any) -> None:
    xfdf = (
        b'<xfdf xmlns="http://ns.adobe.com/xfdf/"><fields><field name="a"><field name="b"><value>x</value>'
        b'</field></field><field name="name"><value>Eve</value></field></fields></xfdf>'
    )
    result = imported(spooled(form_document()), spooled(xfdf))
    assert values_of(spooled(content_of(result)))["name"] == "Eve"
    assert "a.b" in result.report.warnings[0]


@pytest.mark.parametrize(
    "content", [b"text", b"[1]", b"%FDF-1.2\nbroken", b"<html/>", b"<broken", b'{"unknown": 1}']
)
def test_what_is_no_data(spooled: Any, content: bytes) -> None:
    with pytest.raises(UnreadableFormData):
        imported(spooled(form_document()), spooled(content))


def test_without_a_form(spooled: Any) -> None:
    with pytest.raises(NoFormFields):
        imported(spooled(numbered_pages(1)), spooled(b'{"a": 1}'))


def test_through_http(client: httpx.Client) -> None:
    files = {"file": form_document(), "data": ("a.json", b'{"name": "Eve"}')}
    assert client.post("/import-form-data", files=files).status_code == 200
