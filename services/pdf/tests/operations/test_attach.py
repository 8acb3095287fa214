import io
from typing import Any

import httpx
import pikepdf
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.operations.attach import AttachForm, attach_files
from flowforge_pdf.settings import PdfSettings


def test_files_keep_name_and_content(sample: Any, spooled: Any) -> None:
    form = AttachForm(file=sample(1), attachments=[spooled(b"one", "a.txt"), spooled(b"two", "b.xml")])
    with pikepdf.open(io.BytesIO(content_of(attach_files(form, PdfSettings())))) as pdf:
        assert {name: each.get_file().read_bytes() for name, each in pdf.attachments.items()} == {
            "a.txt": b"one",
            "b.xml": b"two",
        }


def test_one_of_the_same_name_is_replaced_and_told(upload: Any, spooled: Any) -> None:
    once = attach_files(
        AttachForm(file=upload("render.pdf"), attachments=[spooled(b"1", "a.txt")]), PdfSettings()
    )
    again = AttachForm(file=spooled(content_of(once)), attachments=[spooled(b"2", "a.txt")])
    assert "replaced" in attach_files(again, PdfSettings()).report.warnings[0]


def test_through_http(client: httpx.Client) -> None:
    files = [("file", numbered_pages(1)), ("attachments", ("x.csv", b"1,2"))]
    answer = client.post("/attach", files=files)
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "x.csv" in pdf.attachments
