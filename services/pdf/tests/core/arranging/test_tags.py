"""Structure tags stay with their pages: read by another engine."""

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pdf_samples import content_of, numbered_pages

from flowforge_pdf.operations.extract_pages import ExtractPagesForm, extract_pages
from flowforge_pdf.operations.insert import InsertForm, insert_pages
from flowforge_pdf.operations.merge import MergeForm, merge_files
from flowforge_pdf.settings import PdfSettings


def tagged(texts: list[str], *, annotated: bool = False) -> bytes:
    """Return a document with a paragraph on each page, all in one section that has an alternate text."""
    pdf = pikepdf.new()
    root = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    section = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Absatz, P=root, Alt=b"All", K=[])
    )
    root.K, root.RoleMap = section, pikepdf.Dictionary(Absatz=pikepdf.Name.Sect)
    numbers = pikepdf.Array()
    for number, text in enumerate(texts):
        page = pdf.add_blank_page(page_size=(200, 100))
        content = f"/P <</MCID 0>> BDC BT /F 12 Tf 10 50 Td ({text}) Tj ET EMC"
        page.obj.Contents = pdf.make_stream(content.encode())
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.StructParents = number
        paragraph = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=section, Pg=page.obj, K=0,
                ActualText=text.encode(), A=pikepdf.Dictionary(O=pikepdf.Name.Layout, SpaceAfter=4),
            )
        )  # fmt: skip
        section.K.append(paragraph)
        numbers.append(number)
        numbers.append(pdf.make_indirect(pikepdf.Array([paragraph])))
        if annotated:
            link = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], StructParent=99,
                    A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=b"https://example.com"),
                )
            )  # fmt: skip
            page.obj.Annots = pikepdf.Array([link])
            paragraph.K = pikepdf.Array([0, pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=link)])
    root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, pikepdf.Dictionary(Marked=True)
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


def tags_of(content: bytes) -> list[list[tuple[str, int]]]:
    """Return the type and the marked content of every element, page by page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [list(_elements_on(document[position])) for position in range(len(document))]
    finally:
        document.close()


def _elements_on(page: Any) -> Iterator[tuple[str, int]]:
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    for position in range(pdfium.FPDF_StructTree_CountChildren(tree) if tree else 0):
        yield from _elements(pdfium.FPDF_StructTree_GetChildAtIndex(tree, position))
    if tree:
        pdfium.FPDF_StructTree_Close(tree)


def _elements(element: Any) -> Iterator[tuple[str, int]]:
    if not element:
        return
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    name = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, name, size)
    yield name.raw.decode("utf-16-le").rstrip("\0"), pdfium.FPDF_StructElement_GetMarkedContentID(element)
    for position in range(pdfium.FPDF_StructElement_CountChildren(element)):
        yield from _elements(pdfium.FPDF_StructElement_GetChildAtIndex(element, position))


def merged(*files: Any, **options: Any) -> Any:
    return merge_files(MergeForm(files=list(files), **options), PdfSettings())


def test_merged_documents_keep_their_tags(spooled: Any) -> None:
    first, second = tagged(["a", "b"]), tagged(["c", "d", "e"])
    result = merged(spooled(first), spooled(second))
    content = content_of(result)
    assert tags_of(content) == tags_of(first) + tags_of(second)
    assert result.report.warnings == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        assert pdf.Root.MarkInfo.Marked
        assert root.RoleMap.Absatz == "/Sect"
        assert sorted(int(page.obj.StructParents) for page in pdf.pages) == [0, 1, 2, 3, 4]
        parents = pikepdf.NumberTree(root.ParentTree)
        for text, page in zip("abcde", pdf.pages, strict=True):
            (element,) = parents[int(page.obj.StructParents)]
            assert str(element.ActualText) == text
            assert element.A.SpaceAfter == 4


def test_pages_that_are_left_out_take_their_tags_with_them(spooled: Any) -> None:
    content = content_of(
        extract_pages(
            ExtractPagesForm(file=spooled(tagged(["a", "secret", "c"])), pages="3,1"), PdfSettings()
        )
    )
    assert len(tags_of(content)) == 2
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (section,) = pdf.Root.StructTreeRoot.K
        assert [str(each.ActualText) for each in section.K] == ["a", "c"]
        assert str(section.Alt) == "All"
        assert not any(
            b"secret" in each.unparse() for each in pdf.objects if isinstance(each, pikepdf.Dictionary)
        )


def test_annotations_stay_tagged(spooled: Any) -> None:
    content = content_of(
        merged(spooled(tagged(["a"], annotated=True)), spooled(tagged(["b"], annotated=True)))
    )
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        found = [parents[int(page.obj.Annots[0].StructParent)] for page in pdf.pages]
        assert [str(each.ActualText) for each in found] == ["a", "b"]


@pytest.mark.parametrize("incomplete", ["/ParentTree", "/ParentTreeNextKey", ""])
def test_pages_are_inserted_with_their_tags(spooled: Any, incomplete: str) -> None:
    with pikepdf.open(io.BytesIO(tagged(["a", "b"]))) as pdf:
        if incomplete in pdf.Root.StructTreeRoot:
            del pdf.Root.StructTreeRoot[incomplete]
        buffer = io.BytesIO()
        pdf.save(buffer)
    form = InsertForm(file=spooled(buffer.getvalue()), insert=spooled(tagged(["c"])), after="1")
    found = tags_of(content_of(insert_pages(form, PdfSettings())))
    assert len(found) == 3
    assert found[1] == tags_of(tagged(["c"]))[0]


def test_a_page_taken_twice_and_documents_without_tags(spooled: Any, sample: Any) -> None:
    result = merged(spooled(tagged(["a"])), sample(1), pages=["1,1", "all"])
    assert [bool(each) for each in tags_of(content_of(result))] == [True, False, False]
    assert result.report.warnings == ["Some of the pages have no structure tags (for screen readers)."]


def test_numbers_of_documents_without_a_tree_are_forgotten(spooled: Any) -> None:
    with pikepdf.open(io.BytesIO(tagged(["stale"]))) as pdf:
        del pdf.Root["/StructTreeRoot"]
        buffer = io.BytesIO()
        pdf.save(buffer)
    content = content_of(merged(spooled(buffer.getvalue()), spooled(tagged(["a"]))))
    assert [bool(each) for each in tags_of(content)] == [False, True]


@pytest.mark.parametrize("fault", ["circle", "deep", "no list"])
def test_damaged_trees(spooled: Any, fault: str) -> None:
    with pikepdf.open(io.BytesIO(tagged(["a"]))) as pdf:
        section = pdf.Root.StructTreeRoot.K
        if fault == "circle":
            section.K.append(section)
        elif fault == "deep":
            inner = section
            for _ in range(200):
                inner.K = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div))])
                inner = inner.K[0]
        else:
            pdf.Root.StructTreeRoot.K = pikepdf.Array([1, b"x", None, pikepdf.Name.A])
        buffer = io.BytesIO()
        pdf.save(buffer)
    result = merged(spooled(buffer.getvalue()), spooled(numbered_pages(1)))
    assert len(tags_of(content_of(result))) == 2
    assert any("could not be read" in each for each in result.report.warnings) == (fault == "deep")
