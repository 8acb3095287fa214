import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest
from page_facts import facts_of
from pdf_samples import encrypted, numbered_pages, texts_of
from pikepdf import Array, Dictionary, Name, String

from flowforge_pdf.core.arranging.taking import take_pages
from flowforge_pdf.core.arranging.verbatim import joined, stored
from flowforge_pdf.core.documents import save
from flowforge_pdf.core.steps import Work
from flowforge_pdfs.limits import PdfLimits

FILES = Path(__file__).parents[2] / "files"
PLAIN = ["commented.pdf", "crazyones.pdf", "multilang.pdf", "render.pdf"]
Edit = Callable[[pikepdf.Pdf], object]


def copied(content: bytes, positions: Sequence[int] | None = None) -> bytes | None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return joined([(stored(pdf), range(len(pdf.pages)) if positions is None else positions)])


def taken(content: bytes) -> bytes:
    """Return all pages as the library copies them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return save(take_pages(pdf, range(len(pdf.pages)), Work(PdfLimits(1000, 1_000_000))))


def edited(edit: Edit, pages: int = 3, **options: object) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(numbered_pages(pages))) as pdf:
        edit(pdf)
        pdf.save(buffer, **options)  # type: ignore[arg-type] # options of the library
    return buffer.getvalue()


def link(pdf: pikepdf.Pdf, page: int, to: int) -> None:
    """Add a link to another page, and one to an address."""
    box = Array([20, 200, 100, 220])
    inner = Dictionary(Subtype=Name.Link, Rect=box, Dest=Array([pdf.pages[to].obj, Name.Fit]))
    action = Dictionary(S=Name.URI, URI=String("https://example.com/(1 0 R )\\"))
    outer = Dictionary(Subtype=Name.Link, Rect=box, A=action, P=pdf.pages[page].obj)
    pdf.pages[page].obj.Annots = Array([pdf.make_indirect(each) for each in (inner, outer)])


def inherit(pdf: pikepdf.Pdf) -> None:
    """Leave what the pages share to their parent."""
    for key in ("/Resources", "/MediaBox"):
        pdf.Root.Pages[key] = pdf.pages[0].obj[key]
    pdf.Root.Pages.Rotate = 90
    for page in pdf.pages:
        for key in ("/Resources", "/MediaBox", "/Rotate"):
            del page.obj[key]


@pytest.mark.parametrize("name", PLAIN)
def test_documents_of_others_read_and_look_the_same(name: str) -> None:
    content = (FILES / name).read_bytes()
    found = copied(content)
    assert found is not None
    assert facts_of(found) == facts_of(taken(content))


@pytest.mark.parametrize(
    "content",
    [
        edited(lambda pdf: link(pdf, 0, 2)),
        edited(inherit),
        edited(lambda pdf: link(pdf, 0, 1), object_stream_mode=pikepdf.ObjectStreamMode.generate),
        edited(lambda pdf: pdf.Root.update({"/Lang": String("de"), "/PageMode": Name.UseThumbs})),
    ],
    ids=["links", "inherited", "object streams", "entries"],
)  # fmt: skip
def test_what_pages_refer_to_comes_along(content: bytes) -> None:
    found = copied(content)
    assert found is not None
    assert facts_of(found) == facts_of(taken(content))
    with pikepdf.open(io.BytesIO(found)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_a_part_holds_nothing_of_other_pages() -> None:
    found = copied(numbered_pages(9), [4, 1])
    assert found is not None
    assert texts_of(found) == ["Page 5", "Page 2"]
    assert len(found) < len(numbered_pages(9)) / 2


def test_documents_follow_each_other_in_any_order() -> None:
    with (
        pikepdf.open(io.BytesIO(numbered_pages(2))) as one,
        pikepdf.open(io.BytesIO(numbered_pages(2, word="Sheet"))) as two,
    ):
        found = joined([(stored(one), [0, 1]), (stored(two), [1, 0])], [0, 2, 1, 3])
    assert found is not None
    assert texts_of(found) == ["Page 1", "Sheet 2", "Page 2", "Sheet 1"]


def put(pdf: pikepdf.Pdf, key: str) -> None:
    pdf.Root[key] = pdf.make_indirect(Dictionary())


def add_widget(pdf: pikepdf.Pdf) -> None:
    widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([0, 0, 9, 9]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(widget)])


@pytest.mark.parametrize(
    "key", ["/AcroForm", "/Outlines", "/OCProperties", "/Dests", "/Names", "/StructTreeRoot"]
)
def test_documents_with_more_than_pages_are_refused(key: str) -> None:
    assert copied(edited(lambda pdf: put(pdf, key))) is None


def test_a_field_that_no_form_lists_is_refused() -> None:
    with pikepdf.open(io.BytesIO(numbered_pages(1))) as pdf:
        add_widget(pdf)
        assert joined([(stored(pdf), [0])]) is None


def test_links_to_pages_that_stay_and_pages_taken_twice_are_refused() -> None:
    linked = edited(lambda pdf: link(pdf, 0, 2))
    assert copied(linked, [0, 1]) is None
    assert copied(linked, [1]) is not None
    assert copied(numbered_pages(2), [0, 0]) is None


def test_encrypted_and_damaged_documents_are_refused() -> None:
    with pikepdf.open(io.BytesIO(encrypted(numbered_pages(1))), password="secret") as pdf:
        assert stored(pdf) is None
    content = numbered_pages(2)
    broken = content.replace(b"startxref\n", b"startxref\n9")
    assert copied(broken) is None


def test_numbers_that_are_objects_of_their_own_are_copied() -> None:
    def share_a_number(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.MediaBox[2] = pdf.make_indirect(pikepdf.Object.parse(b"300"))
        pdf.pages[0].obj.PieceInfo = Dictionary(X=pdf.make_indirect(pikepdf.Object.parse(b"true")))

    content = edited(share_a_number)
    made = copied(content)
    assert made is not None
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) == 300
        assert pdf.pages[0].obj.PieceInfo.X is True
