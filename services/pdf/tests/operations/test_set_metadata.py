import io
from typing import Any

import httpx
import pikepdf
import pytest
from pdf_samples import content_of, linked_pages, numbered_pages
from pydantic import ValidationError

from flowforge_pdf.operations.info import InfoForm, get_info
from flowforge_pdf.operations.set_metadata import SetMetadataForm, set_metadata
from flowforge_pdf.settings import PdfSettings


def test_both_places_say_the_same(spooled: Any) -> None:
    form = SetMetadataForm(
        file=spooled(linked_pages()),
        title="Täglich 日報",
        author="Ada",
        language="de",
        custom={"Department": "7"},
    )
    content = content_of(set_metadata(form, PdfSettings()))
    found = get_info(InfoForm(file=spooled(content)), PdfSettings()).metadata
    assert (found.title, found.author, found.language) == ("Täglich 日報", "Ada", "de")
    assert found.custom == {"Department": "7"}
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Täglich 日報"


def test_an_empty_text_removes_and_remove_removes_all(spooled: Any) -> None:
    content = content_of(set_metadata(SetMetadataForm(file=spooled(linked_pages()), title=""), PdfSettings()))
    assert get_info(InfoForm(file=spooled(content)), PdfSettings()).metadata.title is None
    content = content_of(
        set_metadata(SetMetadataForm(file=spooled(linked_pages()), remove=True), PdfSettings())
    )
    assert b"Three chapters" not in content


def test_something_has_to_be_said(sample: Any) -> None:
    with pytest.raises(ValidationError):
        SetMetadataForm(file=sample(1))


def test_through_http(client: httpx.Client) -> None:
    answer = client.post("/set-metadata", files={"file": numbered_pages(1)}, data={"title": "Report"})
    assert b"Report" in answer.content
