"""More documents that hide a text from redaction: in content, in fonts, and beside the pages."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from trap_pages import helvetica, page_with, saved

_SHOWN = "BT /F1 12 Tf 50 200 Td (Agent Smith) Tj ET"


def _edited(content: bytes, edit: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf, pdf.pages[0])
        return saved(pdf)


def content_cut_inside_a_string_array() -> bytes:
    """The content is two streams, and the cut goes through one instruction."""

    def edit(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        parts = b"BT /F1 12 Tf 50 200 Td [(Agent) -100", b"(Smith)] TJ ET"
        page.obj.Contents = Array([pdf.make_stream(each) for each in parts])

    return _edited(page_with(""), edit)


def escapes_and_continued_lines() -> bytes:
    return page_with("BT /F1 12 Tf 50 200 Td (\\101ge\\\nnt\\040S\\155ith) Tj ET")


def hexadecimal_with_blanks() -> bytes:
    digits = "41 67 65 6E 74\n20 53 6D 69 74 68"
    return page_with(f"BT /F1 12 Tf 50 200 Td <{digits}> Tj ET")


def a_hidden_layer_of_its_name() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer Agent Smith")))
        page.obj.Resources.Properties = Dictionary(L=layer)
        off = Dictionary(OFF=Array([layer]), Order=Array([layer]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=off)

    return page_with(f"/OC /L BDC {_SHOWN} EMC", prepare)


def _mapped(pdf: pikepdf.Pdf, entries: str) -> pikepdf.Stream:
    count = entries.count("\n") + 1
    return pdf.make_stream(f"begincmap {count} beginbfchar\n{entries}\nendbfchar endcmap".encode())


def letters_by_their_own_encoding() -> bytes:
    """Codes are not those of letters: only the names of glyphs say what they are."""

    def prepare(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        names = [Name(f"/{each}") for each in ("A", "g", "e", "n", "t", "space", "S", "m", "i", "h")]
        page.obj.Resources.Font.F1.Encoding = Dictionary(Differences=Array([65, *names]))

    return page_with("BT /F1 12 Tf 50 200 Td (ABCDEFGHIEJ) Tj ET", prepare)


def marks_without_width_between_letters() -> bytes:
    """Soft hyphens and spaces without width, as a ToUnicode map gives them."""

    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.Font.F1.ToUnicode = _mapped(pdf, "<01> <200B>\n<02> <00AD>")

    return page_with("BT /F1 12 Tf 50 200 Td (A\\001g\\002ent S\\001mi\\002th) Tj ET", prepare)


def letters_of_full_width() -> bytes:
    """A ToUnicode map gives the letters their forms of full width."""

    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        entries = "\n".join(f"<{ord(each):02x}> <{ord(each) + 0xFEE0:04x}>" for each in "AgentSmih")
        page.obj.Resources.Font.F1.ToUnicode = _mapped(pdf, entries)

    return page_with(_SHOWN, prepare)


def named_properties_with_a_replacement_text() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        listed = pdf.make_indirect(Dictionary(ActualText=String("Agent Smith"), MCID=0))
        page.obj.Resources.Properties = Dictionary(P=listed)

    return page_with("/Span /P BDC BT /F1 12 Tf 50 200 Td (A. S.) Tj ET EMC", prepare)


def a_pattern_in_a_form_in_a_pattern() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        fonts = Dictionary(F1=helvetica(pdf))
        box = Array([0, 0, 200, 40])
        tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": box, "XStep": 200, "YStep": 40}
        inner = pdf.make_stream(
            b"BT /F1 12 Tf 5 10 Td (Agent Smith) Tj ET", Resources=Dictionary(Font=fonts), **tile
        )
        form = pdf.make_stream(
            b"/Pattern cs /I scn 0 0 200 40 re f", Subtype=Name.Form, BBox=box,
            Resources=Dictionary(Pattern=Dictionary(I=inner)),
        )  # fmt: skip
        outer = pdf.make_stream(b"/X Do", Resources=Dictionary(XObject=Dictionary(X=form)), **tile)
        page.obj.Resources.Pattern = Dictionary(O=outer)

    return page_with("/Pattern cs /O scn 0 0 400 300 re f", prepare)


def rich_text_and_the_file_of_an_annotation() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        attached = pikepdf.AttachedFileSpec(pdf, b"about Agent Smith", filename="Agent Smith.txt")
        rich = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 90, 20]),
                          RC=String("<body><p>Agent <b>Smith</b></p></body>"), Contents=String("note"),
                          T=String("Agent Smith"), Subj=String("Agent Smith"))  # fmt: skip
        file = Dictionary(
            Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=attached.obj
        )
        page.obj.Annots = Array([pdf.make_indirect(each) for each in (rich, file)])

    return page_with("BT /F1 12 Tf 50 200 Td (Nothing here) Tj ET", prepare)


def metadata_of_a_picture_and_of_a_page() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        packet = pdf.make_stream(b"<x:xmpmeta>Agent Smith</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
        picture = pdf.make_stream(
            b"\x80" * 64, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray, Metadata=packet,
        )  # fmt: skip
        page.obj.Resources.XObject = Dictionary(I=picture)
        page.obj.Metadata = packet
        page.obj.PieceInfo = Dictionary(App=Dictionary(Private=Dictionary(Text=String("Agent Smith"))))

    return page_with(f"{_SHOWN} q 50 0 0 50 10 10 cm /I Do Q", prepare)


def names_of_places_and_scripts_of_fields() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        place = Array([page.obj, Name.Fit])
        script = Dictionary(S=Name.JavaScript, JS=String("var who = 'Agent Smith'"))
        tree = Dictionary(Names=Array([String("Agent Smith"), place]))
        scripts = Dictionary(Names=Array([String("s"), pdf.make_indirect(script)]))
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(tree), JavaScript=pdf.make_indirect(scripts))
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Ch, T=String("who"), TU=String("Agent Smith"),
                Rect=Array([0, 0, 50, 20]), Opt=Array([Array([String("1"), String("Agent Smith")])]),
                DV=String("Agent Smith"), AA=Dictionary(K=script),
            )
        )  # fmt: skip
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), DA=String("/F1 12 Tf"))

    return page_with(_SHOWN, prepare)


def a_signature_that_names_the_person() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String("Agent Smith"),
                           Reason=String("I am Agent Smith"), Contents=String("x" * 20))  # fmt: skip
        field = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Sig"),
                       Rect=Array([0, 0, 0, 0]), V=pdf.make_indirect(value))
        )  # fmt: skip
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)

    return page_with(_SHOWN, prepare)


def an_article_and_a_collection() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        thread = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String("Agent Smith"))))
        bead = pdf.make_indirect(Dictionary(Type=Name.Bead, T=thread, P=page.obj, R=Array([0, 0, 9, 9])))
        thread.F, page.obj.B = bead, Array([bead])
        pdf.Root.Threads = Array([thread])
        pdf.Root.Collection = Dictionary(Schema=Dictionary(A=Dictionary(N=String("Agent Smith"))))
        pdf.Root.ViewerPreferences = Dictionary(Note=String("Agent Smith"))

    return page_with(_SHOWN, prepare)


def a_tall_line_of_single_letters() -> bytes:
    """Each letter has its own line, one below the other, in the order of a column."""
    moves = " ".join(f"1 0 0 1 50 {280 - 14 * at} Tm ({each}) Tj" for at, each in enumerate("AgentSmith"))
    return page_with(f"BT /F1 12 Tf {moves} ET")


def letters_far_apart() -> bytes:
    shown = " ".join(f"({each}) -900" for each in "Agent Smith")
    return page_with(f"BT /F1 12 Tf 10 200 Td [{shown}] TJ ET")


FURTHER = {
    name: function
    for name, function in list(globals().items())
    if callable(function) and not name.startswith("_") and getattr(function, "__module__", "") == __name__
}
