import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, form_document, numbered_pages, picture_of, texts_of

from flowforge_pdf.core.forms.filling import NoFormFields, UnknownOption
from flowforge_pdf.operations.fill_form import FillFormForm, UnknownField, fill_form
from flowforge_pdf.operations.form_fields import FormFieldsForm, list_form_fields
from flowforge_pdf.settings import PdfSettings


def filled(file: Any, **options: Any) -> bytes:
    return content_of(fill_form(FillFormForm(file=file, **options), PdfSettings()))


def test_values_are_written_and_drawn(spooled: Any) -> None:
    values = {"name": "山田太郎", "agree": True, "color": "blue", "size": "L"}
    content = filled(spooled(form_document()), values=values)
    fields = list_form_fields(FormFieldsForm(file=spooled(content)), PdfSettings()).fields
    assert {field.name: field.value for field in fields} == {
        "name": "山田太郎", "agree": "Yes", "color": "blue", "size": "L"
    }  # fmt: skip
    flat = picture_of(filled(spooled(form_document()), values=values, flatten=True)).convert("L")
    assert flat.crop((95, 70, 235, 82)).getextrema() != flat.crop((300, 70, 400, 82)).getextrema()


def test_flattened_values_are_text(spooled: Any) -> None:
    content = filled(spooled(form_document()), values={"name": "Grace Hopper"}, flatten=True)
    assert "Grace Hopper" in texts_of(content)[0]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_faults_name_the_field(spooled: Any) -> None:
    form = spooled(form_document())
    with pytest.raises(UnknownField, match=r"'nickname'.*name"):
        filled(form, values={"nickname": "x"})
    with pytest.raises(UnknownOption, match="red, blue"):
        filled(form, values={"color": "green"})
    with pytest.raises(NoFormFields):
        filled(spooled(numbered_pages(1)), values={"a": "b"})


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/fill-form", files={"file": form_document()}, data={"values": '{"name": "Eve"}'})
    assert answer.status_code == 200
