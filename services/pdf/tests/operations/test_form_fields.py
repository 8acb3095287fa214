from typing import Any

import httpx
import pytest
from pdf_samples import form_document, numbered_pages

from flowforge_pdf.operations.form_fields import FormFieldsForm, list_form_fields
from flowforge_pdf.settings import PdfSettings


def test_types_values_options_and_places(spooled: Any) -> None:
    found = list_form_fields(FormFieldsForm(file=spooled(form_document())), PdfSettings())
    fields = {field.name: field for field in found.fields}
    assert {name: field.type for name, field in fields.items()} == {
        "name": "text", "agree": "checkbox", "color": "choice", "size": "radio"
    }  # fmt: skip
    assert fields["name"].value == "Ada"
    assert fields["color"].options == ["red", "blue"]
    assert set(fields["size"].options) == {"S", "L"}
    (place,) = fields["name"].places
    assert (place.page, place.box.x, place.box.y) == (1, pytest.approx(90), pytest.approx(65.3, abs=1))


def test_a_form_of_another_program(upload: Any) -> None:
    assert list_form_fields(FormFieldsForm(file=upload("form.pdf")), PdfSettings()).count == 1


def test_through_http(client: httpx.Client) -> None:
    assert client.post("/form-fields", files={"file": numbered_pages(1)}).json()["fields"] == []
