import io
import re
from typing import Any

import httpx
import pdf_oxide
import pikepdf
import pytest
from further_traps import FURTHER
from pdf_samples import (
    content_of,
    encrypted,
    lines_of_text,
    linked_pages,
    numbered_pages,
    picture_of,
    scanned_page,
    texts_of,
)
from pydantic import ValidationError
from redaction_traps import TRAPS
from trap_pages import SECRET, helvetica, page_with, saved

from flowforge_pdf.core.redacting.faults import CannotRedact
from flowforge_pdf.operations.redact import RedactForm, redact_document
from flowforge_pdf.operations.search import SearchForm, search_text
from flowforge_pdf.settings import PdfSettings


def redacted(file: Any, **options: Any) -> Any:
    return redact_document(RedactForm(file=file, **options), PdfSettings())


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def everything_in(content: bytes) -> str:
    """Return all that three readers find: two engines' text, every string, name and decoded stream."""
    found = texts_of(content)
    oxide = pdf_oxide.PdfDocument.from_bytes(content)
    found += [oxide.extract_text(page) for page in range(oxide.page_count())]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            found.append(bytes(each.unparse(resolved=True)).decode("latin-1"))
            found += [str(value) for value in strings_in(each)]
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image":
                data = each.read_bytes()
                found += [data.decode("latin-1"), data.decode("utf-16-be", "replace")]
                codes = re.findall(r"<((?:[0-9a-f]{4})+)>", data.decode("latin-1"))
                found += [bytes.fromhex(code).decode("utf-16-be", "replace") for code in codes]
    return "\n".join(found)


def strings_in(value: Any) -> Any:
    if isinstance(value, pikepdf.String):
        yield value
    elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        for each in value.values():
            if not getattr(each, "is_indirect", False):
                yield from strings_in(each)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            if not getattr(each, "is_indirect", False):
                yield from strings_in(each)


@pytest.mark.parametrize("name", TRAPS)
def test_no_trap_leaks(spooled: Any, name: str) -> None:
    content = TRAPS[name]()
    result = redacted(spooled(content), texts=[SECRET])
    assert result.report.verified
    left = letters(everything_in(content_of(result)))
    assert letters(SECRET) not in left
    assert letters(SECRET)[::-1] not in left
    assert "agent20smith" not in left
    if name not in ("a_soft_mask", "a_pattern", "beside_the_pages"):
        assert picture_of(content_of(result)).getextrema()  # it can still be drawn


@pytest.mark.parametrize("name", FURTHER)
def test_no_further_trap_leaks(spooled: Any, name: str) -> None:
    content = FURTHER[name]()
    assert letters(SECRET) in letters(everything_in(content))
    result = redacted(spooled(content), texts=[SECRET])
    assert result.report.verified
    assert letters(SECRET) not in letters(everything_in(content_of(result)))


@pytest.mark.parametrize("name", ["split_runs", "plain_text", "a_text_over_two_forms"])
def test_neighbors_in_the_run_stay_where_they_were(spooled: Any, name: str) -> None:
    content = TRAPS[name]()
    result = content_of(redacted(spooled(content), texts=[SECRET]))
    assert "after" in texts_of(result)[0] or "is here" in texts_of(result)[0]
    before, after = (
        word_box(each, "after" if name != "a_text_over_two_forms" else "here") for each in (content, result)
    )
    assert after == pytest.approx(before, abs=0.1)


def word_box(content: bytes, word: str) -> tuple[float, float]:
    import hashlib  # noqa: PLC0415 - beside its only use
    import tempfile  # noqa: PLC0415 - likewise
    from pathlib import Path  # noqa: PLC0415 - likewise

    from servicekit import FileInput  # noqa: PLC0415 - likewise

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, hashlib.sha256(content).hexdigest())
        path.write_bytes(content)
        file = FileInput(path, len(content), None, "application/pdf", "a.pdf")
        (match,) = search_text(SearchForm(file=file, text=word), PdfSettings()).matches
    return match.boxes[0].x, match.boxes[0].y


def test_the_letters_are_painted_over_and_others_are_not(spooled: Any) -> None:
    result = content_of(
        redacted(spooled(lines_of_text(["keep", "secret word", "keep too"])), texts=["secret"])
    )
    picture = picture_of(result, scale=2)
    assert picture.getpixel((60, 2 * 42)) == (0, 0, 0)
    assert picture.getpixel((200, 2 * 42)) == (255, 255, 255)
    assert texts_of(result) == ["keep word keep too"]


def test_patterns_and_personal_data(spooled: Any) -> None:
    lines = [
        "Call +44 20 7946 0958 or write to ada@example.org",
        "IBAN DE89 3704 0044 0532 0130 00",
        "Ref AB-1234",
    ]
    result = redacted(
        spooled(lines_of_text(lines, size=(500, 300))), patterns=[r"AB-\d+"], personal_data=["all"]
    )
    text = texts_of(content_of(result))[0]
    for secret in ("7946", "ada", "3704", "1234"):
        assert secret not in text
    assert "Call" in text
    assert result.report.matches >= 4


def test_areas_take_glyphs_and_pixels(spooled: Any) -> None:
    text = redacted(
        spooled(lines_of_text(["first", "second", "third"])),
        areas=[{"x": 0, "y": 31, "width": 300, "height": 14}],
    )
    assert texts_of(content_of(text)) == ["first third"]
    scan = redacted(spooled(scanned_page()), areas=[{"x": 15, "y": 15, "width": 150, "height": 50}])
    assert scan.report.images == 1
    with pikepdf.open(io.BytesIO(content_of(scan))) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        picture = pikepdf.PdfImage(image).as_pil_image().convert("L")
    assert picture.crop((40, 40, 320, 90)).getextrema() == (0, 0)
    assert picture.getpixel((400, 300)) == 255


def test_what_an_area_covers_is_scrubbed_from_bookmarks_too(spooled: Any) -> None:
    content = lines_of_text(["Dossier Moriarty"])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("On Dossier Moriarty", 0))
        content = saved(pdf)
    result = redacted(spooled(content), areas=[{"x": 0, "y": 0, "width": 300, "height": 60}])
    assert "moriarty" not in letters(everything_in(content_of(result)))


def test_hidden_text_over_a_scan_blanks_the_scan_in_all_its_uses(spooled: Any) -> None:
    with pikepdf.open(io.BytesIO(scanned_page("AGENT SMITH"))) as pdf:
        page = pdf.pages[0]
        page.obj.Resources.Font = pikepdf.Dictionary(F1=helvetica(pdf))
        page.contents_add(b"BT 3 Tr /F1 20 Tf 20 150 Td (Agent Smith) Tj ET")
        pdf.add_blank_page(page_size=(300, 200))
        pdf.pages[1].obj.Resources = pikepdf.Dictionary(XObject=page.obj.Resources.XObject)
        name = next(iter(page.obj.Resources.XObject.keys()))
        pdf.pages[1].obj.Contents = pdf.make_stream(f"q 300 0 0 200 0 0 cm {name} Do Q".encode())
        content = saved(pdf)
    result = content_of(redacted(spooled(content), texts=[SECRET]))
    for number in (0, 1):
        levels = picture_of(result, number).convert("L").crop((100, 100, 290, 190)).getextrema()
        assert levels[0] == levels[1]


def test_inverse_redaction_keeps_only_the_matches(spooled: Any) -> None:
    result = redacted(
        spooled(lines_of_text(["Name Jane Doe", "Salary 5000"])), texts=["jane doe"], invert=True
    )
    assert texts_of(content_of(result)) == ["Jane Doe"]


def test_clip_text_is_refused_or_becomes_a_picture(spooled: Any) -> None:
    content = page_with("q BT 7 Tr /F1 40 Tf 20 200 Td (Agent Smith) Tj ET 0 0 400 300 re f Q")
    with pytest.raises(CannotRedact, match="clipping path"):
        redacted(spooled(content), texts=[SECRET])
    result = redacted(spooled(content), texts=[SECRET], unreadable="rasterize")
    assert result.report.rasterized == [1]
    assert letters(SECRET) not in letters(everything_in(content_of(result)))
    assert picture_of(content_of(result)).getpixel((100, 90)) == (0, 0, 0)


def test_unknown_maps_and_vertical_writing_are_refused(spooled: Any) -> None:
    for encoding in ("/90ms-RKSJ-H", "/Identity-V"):

        def prepare(_: pikepdf.Pdf, page: pikepdf.Page, encoding: str = encoding) -> None:
            below = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name.X
            )
            page.obj.Resources.Font.F2 = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name.X,
                Encoding=pikepdf.Name(encoding), DescendantFonts=pikepdf.Array([below]),
            )  # fmt: skip

        with pytest.raises(CannotRedact, match="Page 1"):
            redacted(spooled(page_with("BT /F2 12 Tf (abcd) Tj ET", prepare)), texts=[SECRET])


def test_paths_and_images_are_told_to_be_beyond_search(spooled: Any, upload: Any) -> None:
    path = redacted(
        spooled(page_with("0 0 50 50 re f BT /F1 12 Tf 50 200 Td (Agent Smith) Tj ET")), texts=[SECRET]
    )
    assert any("paths: pages 1" in each for each in path.report.not_searched)
    assert any("images" in each for each in redacted(upload("images.pdf"), texts=["zzz"]).report.not_searched)
    assert any("width" in each for each in path.report.residual)


def test_words_of_many_pages_and_whole_words(spooled: Any) -> None:
    result = redacted(spooled(numbered_pages(12)), texts=["Page 1"], whole_words=True)
    texts = texts_of(content_of(result))
    assert texts[0] == ""
    assert texts[9:] == ["Page 10", "Page 11", "Page 12"]


def test_nothing_found_is_told(sample: Any) -> None:
    result = redacted(sample(1), texts=["zebra"])
    assert result.report.matches == 0
    assert "Nothing was found" in result.report.warnings[0]


def test_an_encrypted_document_stays_encrypted(spooled: Any) -> None:
    result = redacted(spooled(encrypted(linked_pages())), texts=["Chapter 2"], password="secret")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(content_of(result)))
    assert texts_of(content_of(result), "secret")[1] == "Text 2"


@pytest.mark.parametrize("name", ["crazyones.pdf", "multilang.pdf", "commented.pdf", "render.pdf", "toc.pdf"])
def test_every_word_of_real_documents_can_be_removed(upload: Any, name: str) -> None:
    found = texts_of(upload(name).path.read_bytes())
    words = {word for text in found for word in re.findall(r"\w{4,}", text)}
    for word in sorted(words)[:6]:
        result = redacted(upload(name), texts=[word])
        assert result.report.matches > 0
        assert letters(word) not in letters(" ".join(texts_of(content_of(result))))


def test_requests_that_say_nothing_are_refused(sample: Any) -> None:
    for options in ({}, {"texts": [" a "]}, {"personal_data": ["names"]}):
        with pytest.raises(ValidationError):
            redacted(sample(1), **options)


def test_words_of_ocr_are_burnt_out_of_a_scan(spooled: Any) -> None:
    """The scan of pdf_samples says SCANNED 4711 in letters of 48 pixels, at two pixels a point."""
    file = spooled(scanned_page())
    before = picture_of(file.content, scale=2)
    words = [
        {"text": "SCANNED", "x": 38, "y": 38, "width": 205, "height": 50},
        {"text": "4711", "x": 255, "y": 38, "width": 120, "height": 50},
    ]
    result = redacted(file, texts=["4711"], ocr_words=words, ocr_dpi=144)
    after = picture_of(content_of(result), scale=2)
    kept, gone = (38, 38, 240, 88), (256, 40, 372, 86)
    assert before.crop(kept).tobytes() == after.crop(kept).tobytes()
    assert after.crop(gone).getcolors() == [((372 - 256) * (86 - 40), (0, 0, 0))]
    with pikepdf.open(io.BytesIO(content_of(result))) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        pixels = pikepdf.PdfImage(image).as_pil_image().convert("L")
    assert pixels.crop((256, 40, 372, 86)).getextrema() == (0, 0)


def test_through_http(client: httpx.Client) -> None:
    answer = client.post(
        "/redact", files={"file": ("a.pdf", numbered_pages(2))}, data={"texts": '["Page 2"]'}
    )
    assert texts_of(answer.content) == ["Page 1", ""]
    assert '"verified":true' in answer.headers["x-report"].replace(" ", "")
