"""Documents that hide a text from redaction, each in another way. Every one shows or holds SECRET."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas
from trap_pages import page_with, saved


def plain_text() -> bytes:
    return page_with("BT /F1 12 Tf 50 200 Td (Before Agent Smith after) Tj ET")


def split_runs() -> bytes:
    return page_with(
        "BT /F1 12 Tf 50 200 Td (Before Ag) Tj (ent Sm) Tj [(i) -20 (t) 15 (h)] TJ ( after) Tj ET"
    )


def single_letters_out_of_order() -> bytes:
    letters = [(50 + 7 * at, letter) for at, letter in enumerate("AgentSmith")]
    shown = " ".join(f"1 0 0 1 {x} 200 Tm ({letter}) Tj" for x, letter in reversed(letters))
    return page_with(f"BT /F1 12 Tf {shown} ET")


def lines_of_quotes() -> bytes:
    return page_with("BT /F1 12 Tf 14 TL 50 220 Td (Before) Tj (Agent Smith) ' 1 0 (after Agent Smith) \" ET")


def rotated_text() -> bytes:
    return page_with("q 0.7 0.7 -0.7 0.7 150 50 cm BT /F1 12 Tf 20 20 Td (Agent Smith) Tj ET Q")


def each_letter_turned() -> bytes:
    shown = " ".join(f"0 1 -1 0 {60 + 12 * at} 150 Tm ({each}) Tj" for at, each in enumerate("AgentSmith"))
    return page_with(f"BT /F1 12 Tf {shown} ET")


def mirrored_and_backwards() -> bytes:
    return page_with("BT /F1 12 Tf 50 200 Td (htimS tnegA) Tj ET")


def drawn_twice_for_boldness() -> bytes:
    shown = " ".join(
        f"1 0 0 1 {50 + 8 * at + shift} 200 Tm ({each}) Tj"
        for at, each in enumerate("AgentSmith")
        for shift in (0, 0.4)
    )
    return page_with(f"BT /F1 12 Tf {shown} ET")


def invisible_text() -> bytes:
    return page_with("BT 3 Tr /F1 12 Tf 50 200 Td (Agent Smith) Tj ET")


def white_text_and_ligature_dashes() -> bytes:
    return page_with("1 g BT /F1 12 Tf 50 200 Td (AGENT  SMITH) Tj ET")


def a_form_used_twice() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        form = pdf.make_stream(
            b"BT /F1 12 Tf 10 10 Td (Agent Smith) Tj ET",
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 40]),
            Resources=Dictionary(Font=page.obj.Resources.Font),
        )  # fmt: skip
        page.obj.Resources.XObject = Dictionary(Fm=form)

    return page_with("q 1 0 0 1 20 20 cm /Fm Do Q q 1 0 0 1 20 200 cm /Fm Do Q", prepare)


def a_text_over_two_forms() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        def form(text: str) -> pikepdf.Stream:
            return pdf.make_stream(
                f"BT /F1 12 Tf 0 10 Td ({text}) Tj ET".encode(),
                Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 40]),
                Resources=Dictionary(Font=page.obj.Resources.Font),
            )  # fmt: skip

        page.obj.Resources.XObject = Dictionary(A=form("Agent Sm"), B=form("ith is here"))

    return page_with("q 1 0 0 1 20 20 cm /A Do Q q 1 0 0 1 72 20 cm /B Do Q", prepare)


def a_pattern() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pattern = pdf.make_stream(
            b"BT /F1 12 Tf 5 5 Td (Agent Smith) Tj ET",
            Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 100, 30]),
            XStep=100, YStep=30, Resources=Dictionary(Font=page.obj.Resources.Font),
        )  # fmt: skip
        page.obj.Resources.Pattern = Dictionary(P=pattern)

    return page_with("/Pattern cs /P scn 0 0 400 300 re f", prepare)


def a_soft_mask() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        group = pdf.make_stream(
            b"1 g BT /F1 40 Tf 20 100 Td (Agent Smith) Tj ET",
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 300]),
            Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
            Resources=Dictionary(Font=page.obj.Resources.Font),
        )  # fmt: skip
        mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=group)
        page.obj.Resources.ExtGState = Dictionary(G=Dictionary(SMask=mask))

    return page_with("/G gs 0 0 400 300 re f", prepare)


def _type3_font(
    pdf: pikepdf.Pdf, fonts: pikepdf.Object, programs: dict[str, bytes], **more: object
) -> Dictionary:
    names = list(programs)
    procedures = {f"/{name}": pdf.make_stream(content) for name, content in programs.items()}
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=97, LastChar=96 + len(names),
        Widths=Array([600] * len(names)), CharProcs=Dictionary(procedures), Resources=Dictionary(Font=fonts),
        Encoding=Dictionary(Differences=Array([97, *(Name(f"/{name}") for name in names)])), **more,
    )  # fmt: skip


def a_type3_font_whose_programs_show_text() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        programs = {
            f"g{at}": f"600 0 d0 BT /F1 900 Tf ({letter}) Tj ET".encode()
            for at, letter in enumerate("AgentSmith")
        }
        page.obj.Resources.Font["/T3"] = _type3_font(pdf, Dictionary(F1=page.obj.Resources.Font.F1), programs)

    return page_with("BT /T3 14 Tf 50 200 Td (abcdefghij) Tj ET", prepare)


def a_whole_text_in_one_glyph_program() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        programs = {"g0": b"600 0 d0 BT /F1 300 Tf (Agent Smith) Tj ET"}
        page.obj.Resources.Font["/T3"] = _type3_font(pdf, Dictionary(F1=page.obj.Resources.Font.F1), programs)

    return page_with("BT /T3 14 Tf 50 200 Td (a) Tj ET", prepare)


def _to_unicode(pdf: pikepdf.Pdf, texts: dict[int, str]) -> pikepdf.Stream:
    lines = "\n".join(f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in texts.items())
    return pdf.make_stream(
        f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(texts)} beginbfchar\n{lines}\n"
        "endbfchar endcmap".encode()
    )


def a_lying_unicode_map() -> bytes:
    """The glyphs show the text, the map says that they are others."""

    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.Font.F1.ToUnicode = _to_unicode(pdf, dict.fromkeys(range(32, 127), "x"))

    return page_with("BT /F1 12 Tf 50 200 Td (Agent Smith) Tj ET", prepare)


def a_unicode_map_that_holds_the_text() -> bytes:
    """One glyph is the whole text."""

    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.Font.F1.ToUnicode = _to_unicode(pdf, {97: "Agent Smith", 98: "b"})

    return page_with("BT /F1 12 Tf 50 200 Td (ab) Tj ET", prepare)


def actual_text() -> bytes:
    return page_with(
        "/Span <</ActualText (Agent Smith) /MCID 0>> BDC BT /F1 12 Tf 50 200 Td (A. S.) Tj ET EMC"
    )


def an_annotation_and_its_appearance() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        appearance = pdf.make_stream(
            b"BT /F1 12 Tf 5 5 Td (Agent Smith) Tj ET",
            Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 20]),
            Resources=Dictionary(Font=page.obj.Resources.Font),
        )  # fmt: skip
        free = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([50, 50, 150, 70]),
                          Contents=String("note"), AP=Dictionary(N=appearance))  # fmt: skip
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 20, 20]), Contents=String("Ask Agent Smith")
        )
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 30, 20, 50]),
                          A=Dictionary(S=Name.URI, URI=String("https://x.org/?q=Agent%20Smith")))  # fmt: skip
        page.obj.Annots = Array([pdf.make_indirect(each) for each in (free, note, link)])

    return page_with("BT /F1 12 Tf 50 200 Td (Nothing here) Tj ET", prepare)


def a_form_field() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A5)
    canvas.drawString(50, 520, "Name:")
    canvas.acroForm.textfield(name="name", value="Agent Smith", x=90, y=510, width=150, height=20)
    canvas.save()
    return buffer.getvalue()


def beside_the_pages() -> bytes:
    """Metadata, an attachment, a bookmark, a name, a script, a thumbnail of data, and XFA."""
    with pikepdf.open(io.BytesIO(plain_text())) as pdf:
        pdf.docinfo["/Title"] = "Dossier Agent Smith"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "Dossier Agent Smith"
        pdf.attachments["a.txt"] = b"Agent Smith"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("About Agent Smith", 0))
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert('Agent Smith')"))
        pdf.Root.OpenAction = action
        xfa = pdf.make_stream(b"<xdp>Agent Smith</xdp>")
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=xfa)
        pdf.Root.PieceInfo = Dictionary(App=Dictionary(Private=String("Agent Smith")))
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot, K=Dictionary(S=Name.Figure, Alt=String("Photo of Agent Smith"))
            )
        )
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("Agent Smith "))]))
        return saved(pdf)


def an_earlier_revision() -> bytes:
    """The text stands in an object that a later part of the file replaces."""
    first = page_with("BT /F1 12 Tf 50 200 Td (Agent Smith) Tj ET")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
    body = b"BT /F1 12 Tf 50 200 Td (Nobody) Tj ET"
    start = len(first)
    update = f"{number} 0 obj\n<</Length {len(body)}>>\nstream\n".encode() + body + b"\nendstream\nendobj\n"
    previous = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    with pikepdf.open(io.BytesIO(first)) as pdf:
        root, size = pdf.Root.objgen[0], len(pdf.objects) + 1
    table = f"xref\n{number} 1\n{start:010d} 00000 n \ntrailer\n"
    table += f"<</Size {size}/Root {root} 0 R/Prev {previous}>>\n"
    return first + update + table.encode() + f"startxref\n{start + len(update)}\n%%EOF\n".encode()


def a_page_cropped_and_turned() -> bytes:
    def prepare(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Rotate = 90
        page.obj.CropBox = Array([100, 100, 200, 200])

    return page_with("BT /F1 12 Tf 20 20 Td (Agent Smith) Tj ET", prepare)


def a_font_set_by_a_graphics_state() -> bytes:
    def prepare(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        state = Dictionary(Font=Array([page.obj.Resources.Font.F1, 12]))
        page.obj.Resources.ExtGState = Dictionary(G=state)

    return page_with("/G gs BT 50 200 Td (Agent Smith) Tj ET", prepare)


TRAPS = {
    name: function
    for name, function in list(globals().items())
    if getattr(function, "__module__", "") == __name__ and not name.startswith("_") and callable(function)
}
