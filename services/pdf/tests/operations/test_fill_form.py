import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, form_document, numbered_pages, picture_of, texts_of

from flowforge_pdf.core.forms.creating import NewField, create_field
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


def note(width: float = 200, **options: Any) -> bytes:
    """Return a form with one field for notes."""
    with pikepdf.open(io.BytesIO(numbered_pages(1, size=(300, 400)))) as pdf:
        field = NewField(name="note", type="text", page=1, x=40, y=60, width=width, height=80, **options)
        create_field(pdf, pdf.pages[0], field)
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()


def ink_in(content: bytes) -> tuple[int, int, int, int]:
    """Return where something is drawn inside the field, at 72 dpi."""
    inside = picture_of(content).convert("L").crop((43, 63, 237, 137))
    found = inside.point([255 if level < 160 else 0 for level in range(256)]).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    ["a long remark that goes on and on " * 3, "这是一个很长的备注会自动换行吗" * 3, "x" * 90],
    ids=["words", "chinese", "one word"],
)
def test_long_texts_wrap_inside_their_field(spooled: Any, text: str) -> None:
    left, top, right, bottom = ink_in(
        filled(spooled(note(multiline=True, size=11)), values={"note": text}, flatten=True)
    )
    assert left < 6
    assert top < 8
    assert right > 150
    assert bottom - top > 20


def test_texts_stand_where_the_field_wants_them(spooled: Any) -> None:
    with pikepdf.open(io.BytesIO(note())) as pdf:
        pdf.Root.AcroForm.Q = 2
        buffer = io.BytesIO()
        pdf.save(buffer)
    left, _, right, _ = ink_in(filled(spooled(buffer.getvalue()), values={"note": "12.50"}, flatten=True))
    assert left > 120
    assert right > 170


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
