from typing import Any

import httpx
import pypdfium2  # type: ignore[import-untyped] # it ships none
import pytest
from pdf_samples import content_of, numbered_pages, texts_of
from pydantic import ValidationError

from flowforge_pdf.core.forms.filling import UnknownOption
from flowforge_pdf.operations.create_form import CreateFormForm, FieldExists, FieldOffPage, create_form
from flowforge_pdf.operations.fill_form import FillFormForm, fill_form
from flowforge_pdf.operations.form_fields import FormFieldsForm, list_form_fields
from flowforge_pdf.settings import PdfSettings

FIELDS = [
    {"name": "person.name", "x": 20, "y": 60, "width": 120, "value": "山田 Ada", "required": True},
    {"name": "agree", "type": "checkbox", "x": 20, "y": 100, "width": 14, "height": 14, "value": True},
    {"name": "size", "type": "radio", "options": ["S", "L"], "x": 20, "y": 130, "width": 12, "value": "L"},
    {"name": "color", "type": "choice", "options": ["red", "blue"], "x": 60, "y": 130, "width": 80},
    {"name": "sign here", "type": "signature", "page": -1, "x": 20, "y": 200, "width": 100, "height": 40},
]  # fmt: skip


def created(file: Any, fields: Any, **options: Any) -> bytes:
    return content_of(create_form(CreateFormForm(file=file, fields=fields, **options), PdfSettings()))


def test_fields_stand_where_they_should_with_their_values(sample: Any, spooled: Any) -> None:
    content = created(sample(2), FIELDS)
    result = list_form_fields(FormFieldsForm(file=spooled(content)), PdfSettings())
    fields = {field.name: field for field in result.fields}
    assert set(fields) == {"person.name", "agree", "size", "color", "sign here"}
    assert (fields["person.name"].value, fields["agree"].value, fields["size"].value) == (
        "山田 Ada",
        "Yes",
        "L",
    )
    assert fields["person.name"].required
    assert fields["color"].options == ["red", "blue"]
    assert len(fields["size"].places) == 2
    place = fields["person.name"].places[0]
    assert (place.page, place.box.x, place.box.y, place.box.width) == (1, 20, 60, 120)
    assert fields["sign here"].places[0].page == 2


def test_they_can_be_filled_in_and_flattened(sample: Any, spooled: Any) -> None:
    content = created(sample(1), FIELDS[:1])
    form = FillFormForm(file=spooled(content), values={"person.name": "Grace"}, flatten=True)
    assert "Grace" in texts_of(content_of(fill_form(form, PdfSettings())))[0]


def test_marks_are_drawn(sample: Any) -> None:
    content = created(sample(1), FIELDS)
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    picture = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    checked, unchecked = picture.crop((40, 200, 68, 228)), picture.crop((40, 260, 64, 284))
    assert sum(checked.histogram()[:100]) > 30
    assert sum(unchecked.histogram()[:60]) < sum(checked.histogram()[:60])


def test_faults(sample: Any) -> None:
    with pytest.raises(FieldExists, match="'agree'"):
        created(sample(1), [FIELDS[1], FIELDS[1]])
    with pytest.raises(FieldOffPage, match="page 3"):
        created(sample(1), [{**FIELDS[0], "page": 3}])
    with pytest.raises(UnknownOption):
        created(sample(1), [{**FIELDS[3], "value": "green"}])
    with pytest.raises(ValidationError, match="'options'"):
        created(sample(1), [{"name": "a", "type": "choice", "x": 1, "y": 1}])


def test_through_http(client: httpx.Client) -> None:
    fields = '[{"name": "a", "x": "1cm", "y": "1cm"}]'
    answer = client.post("/create-form", files={"file": numbered_pages(1)}, data={"fields": fields})
    assert answer.status_code == 200, answer.text
    listed = client.post("/form-fields", files={"file": answer.content}).json()
    assert listed["fields"][0]["places"][0]["box"]["x"] == pytest.approx(28.35, abs=0.01)
