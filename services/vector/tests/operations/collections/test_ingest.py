import io
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from servicekit.testing import events_in

FILES = Path(__file__).parents[2] / "files"
GUIDE = (
    "# Guide\n\nThis is the guide.\n\n## Opening hours\n\nThe office opens at nine.\n\n"
    "## Parking\n\nPark behind the house."
)


def ingest(client: httpx.Client, name: str, **body: Any) -> Any:
    answer = client.post(f"/collections/{name}/ingest", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def upload(client: httpx.Client, name: str, file: tuple[str, bytes], **fields: str) -> httpx.Response:
    return client.post(f"/collections/{name}/ingest", files={"file": file}, data=fields)


def count(client: httpx.Client, name: str, **condition: Any) -> int:
    return int(client.post(f"/collections/{name}/points/count", json={"filter": condition}).json()["count"])


def blank_pdf() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (100, 100), "white").save(output, "PDF")
    return output.getvalue()


def word_document() -> bytes:
    """Return the smallest Word document with a heading, as the format's primer has it."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Parking</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>Park behind the house.</w:t></w:r></w:p>"
    )
    styles = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/word/document.xml" ContentType="{word}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship '
        f'Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'<w:styles xmlns:w="{main}">{styles}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def test_unchanged_content_is_skipped_and_changed_content_replaced(client: httpx.Client, create: Any) -> None:
    name = create()
    first = ingest(client, name, text=GUIDE, document_id="guide", metadata={"lang": "en"})
    assert (first["status"], first["chunks"]) == ("created", 3)
    again = ingest(client, name, text=GUIDE, document_id="guide", metadata={"lang": "en"})
    assert (again["status"], again["chunks"], again["embedded"]) == ("unchanged", 3, 0)
    assert ingest(client, name, text=GUIDE, document_id="guide", force=True)["status"] == "replaced"
    changed = ingest(client, name, text="# Guide\n\nWe have moved.", document_id="guide")
    assert (changed["status"], changed["chunks"]) == ("replaced", 1)
    assert count(client, name, document_id="guide") == 1


def test_an_interrupted_document_is_written_again(client: httpx.Client, create: Any) -> None:
    name = create()
    ingest(client, name, text=GUIDE, document_id="guide")
    client.post(f"/collections/{name}/points/delete", json={"ids": ["guide#1"]})
    assert ingest(client, name, text=GUIDE, document_id="guide")["status"] == "replaced"
    assert count(client, name, document_id="guide") == 3


def test_chunks_know_their_place(client: httpx.Client, create: Any) -> None:
    name = create()
    ingest(client, name, text=GUIDE, document_id="guide", title="House rules", metadata={"lang": "en"})
    body = {"text": "when can I visit the office", "limit": 1}
    hit = client.post(f"/collections/{name}/search", json=body).json()["results"][0]
    assert hit["id"] == "guide#1"
    place = hit["payload"]["chunk"]
    assert place["heading"] == ["Guide", "Opening hours"]
    assert GUIDE[place["start"] : place["end"]] == hit["text"]
    assert (hit["payload"]["title"], hit["payload"]["lang"]) == ("House rules", "en")


def test_pages_of_a_pdf_are_known(client: httpx.Client, create: Any) -> None:
    name = create()
    answer = upload(client, name, ("crazyones.pdf", (FILES / "crazyones.pdf").read_bytes())).json()
    assert (answer["document_id"], answer["status"]) == ("crazyones.pdf", "created")
    hit = client.post(f"/collections/{name}/search", json={"text": "round pegs", "limit": 1}).json()[
        "results"
    ][0]
    assert hit["payload"]["chunk"]["page"] == 1
    assert "square holes" in hit["text"]


def test_html_loses_its_scripts(client: httpx.Client, create: Any) -> None:
    name = create()
    page = b"<html><head><style>p{}</style></head><body><h1>Parking</h1><script>evil()</script><p>Behind.</p>"
    assert upload(client, name, ("page.html", page)).status_code == 200
    found = client.get(f"/collections/{name}/documents/page.html").json()["contents"]
    assert found[0]["text"] == "# Parking\n\nBehind."


def test_word_documents_keep_their_headings(client: httpx.Client, create: Any) -> None:
    name = create()
    assert upload(client, name, ("rules.docx", word_document())).status_code == 200
    found = client.get(f"/collections/{name}/documents/rules.docx").json()["contents"]
    assert found[0]["heading"] == ["Parking"]
    assert "Park behind the house." in found[0]["text"]


def test_a_guessed_encoding_is_told(client: httpx.Client, create: Any) -> None:
    answer = upload(client, create(), ("old.txt", "Grüße aus Köln".encode("latin-1"))).json()
    assert answer["warnings"] == ["encoding_guessed"]


def test_steps_are_streamed(client: httpx.Client, create: Any) -> None:
    name = create()
    body = {"text": GUIDE, "document_id": "guide", "stream": True}
    with client.stream("POST", f"/collections/{name}/ingest", json=body) as answer:
        events = events_in("".join(answer.iter_text()))
    assert [step for step, _ in events] == ["read", "cut", "embedded", "done"]
    assert events[-1][1]["status"] == "created"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("scan.pdf", b"%PDF-1.4\nnothing"), "DOCUMENT_UNREADABLE"),
        (("a.docx", b"PK\x03\x04broken"), "DOCUMENT_UNREADABLE"),
        (("a.zip", b"PK\x03\x04"), "DOCUMENT_UNSUPPORTED"),
        (("a.png", b"\x89PNG\r\n\x1a\n\0\0\0"), "DOCUMENT_UNSUPPORTED"),
        (("scan.pdf", blank_pdf()), "DOCUMENT_WITHOUT_TEXT"),
        (("empty.html", b"<html><body></body></html>"), "DOCUMENT_WITHOUT_TEXT"),
    ],
)
def test_files_that_are_no_documents(
    client: httpx.Client, create: Any, file: tuple[str, bytes], code: str
) -> None:
    name = create(text_search="keyword")
    error = upload(client, name, file).json()["error"]
    assert error["code"] == code
    assert "'file'" in error["message"]
    assert count(client, name) == 0


def test_wrong_requests(client: httpx.Client, create: Any, plane: str) -> None:
    name = create(text_search="keyword")
    address = f"/collections/{name}/ingest"
    for body, code in [
        ({"text": "a", "metadata": {"chunk": 1}}, "METADATA_RESERVED"),
        ({"text": "a", "metadata": {"n": 2**64}}, "PAYLOAD_NOT_ALLOWED"),
        ({"text": "word " * 120_001, "chunk_tokens": 20}, "TOO_MANY_CHUNKS"),
        ({"text": "word. " * 70_000, "method": "semantic"}, "TEXT_TOO_LONG_TO_COMPARE"),
        ({}, "VALIDATION_ERROR"),
        ({"text": "a", "chunk_tokens": 100, "overlap_tokens": 100}, "VALIDATION_ERROR"),
    ]:
        assert client.post(address, json=body).json()["error"]["code"] == code
    error = client.post(f"/collections/{plane}/ingest", json={"text": "a"}).json()["error"]
    assert error["code"] == "TEXT_SEARCH_OFF"
