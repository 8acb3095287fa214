"""Documents that hide a text where no reader shows it: in comments, operands, names, and odd encodings."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from trap_pages import SECRET, helvetica, page_with, saved

_SHOWN = "BT /F1 12 Tf 50 200 Td (Agent Smith) Tj ET"
_OTHER = "BT /F1 12 Tf 50 200 Td (Nobody) Tj ET"
_HEX = SECRET.encode().hex()


def _edited(content: bytes, edit: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf, pdf.pages[0])
        return saved(pdf)


def a_comment_in_the_content() -> bytes:
    return page_with(f"% Agent Smith\n{_OTHER}\n% Agent Smith")


def a_hexadecimal_operand_of_marked_content() -> bytes:
    return page_with(f"/Span <</Lang (en) /Note <{_HEX}>>> BDC {_OTHER} EMC /Point <</Who <{_HEX}>>> DP")


def an_operator_that_no_reader_knows() -> bytes:
    return page_with(f"BX <{_HEX}> Secret EX {_OTHER} <{_HEX}> d1")


def _string(content: bytes) -> String:
    return String(content)  # type: ignore[arg-type] # its stub knows texts only, it takes bytes too


def a_utf16_string_without_its_mark() -> bytes:
    def prepare(pdf: pikepdf.Pdf, _: pikepdf.Page) -> None:
        texts = [_string(SECRET.encode(encoding)) for encoding in ("utf-16-be", "utf-16-le")]
        pdf.Root.ViewerPreferences = Dictionary(Notes=Array(texts))

    return page_with(_OTHER, prepare)


def a_utf8_string_with_its_mark() -> bytes:
    def prepare(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.VP = Array([Dictionary(Name=_string(b"\xef\xbb\xbf" + SECRET.encode()))])

    return page_with(_OTHER, prepare)


def an_escaped_address_in_a_bookmark() -> bytes:
    def edit(pdf: pikepdf.Pdf, _: pikepdf.Page) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://example.com/?q=%41gent%20Smith"))
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("More", action=action))

    return _edited(page_with(_SHOWN), edit)


def entries_of_the_trailer() -> bytes:
    with pikepdf.open(io.BytesIO(page_with(_SHOWN))) as pdf:
        pdf.trailer["/Keeper"] = String(SECRET)
        pdf.trailer["/ID"] = Array([String(SECRET), String(SECRET)])
        return saved(pdf)


def entries_that_nobody_defined() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pdf.Root.Keeper = pdf.make_stream(b"about Agent Smith", Length1=17)
        page.obj.Keeper = pdf.make_stream(SECRET.encode("utf-16-be"), Type=Name.CMap)

    return page_with(_SHOWN, prepare)


def a_comment_in_a_character_map() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        content = b"% Agent Smith\nbegincmap 1 beginbfchar\n<41> <0041>\nendbfchar endcmap"
        page.obj.Resources.Font.F1.ToUnicode = pdf.make_stream(content, Type=Name.CMap)

    return page_with(_OTHER, prepare)


def a_named_place_of_old_kind() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pdf.Root.Dests = pdf.make_indirect(Dictionary({f"/{SECRET}": Array([page.obj, Name.Fit])}))

    return page_with(_SHOWN, prepare)


def the_states_of_a_checkbox() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        def look() -> pikepdf.Stream:
            return pdf.make_stream(b"", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))

        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Btn, T=String("who"), Rect=Array([0, 0, 9, 9]),
                V=Name(f"/{SECRET}"), AS=Name(f"/{SECRET}"),
                AP=Dictionary(N=Dictionary({f"/{SECRET}": look(), "/Off": look()})),
            )
        )  # fmt: skip
        page.obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    return page_with(_SHOWN, prepare)


def a_field_without_a_place() -> bytes:
    def prepare(pdf: pikepdf.Pdf, _: pikepdf.Page) -> None:
        field = Dictionary(
            FT=Name.Tx, T=String("who"), V=String(SECRET), DV=String(SECRET), TM=String(SECRET)
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), DA=String("/F1 12 Tf 0 g"))

    return page_with(_SHOWN, prepare)


def the_structure_and_its_attributes() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        element = pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.P, T=String(SECRET), Alt=String(SECRET), E=String(SECRET),
                Pg=page.obj,
                A=Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("who"), V=String(SECRET))])),
            )
        )  # fmt: skip
        classes = Dictionary(Who=Dictionary(O=Name.Table, Summary=String(SECRET)))
        root = Dictionary(Type=Name.StructTreeRoot, K=Array([element]), ClassMap=classes)
        root.IDTree = Dictionary(Names=Array([String(SECRET), element]))
        pdf.Root.StructTreeRoot = pdf.make_indirect(root)

    return page_with(_SHOWN, prepare)


def rich_media_and_web_capture() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        asset = pikepdf.AttachedFileSpec(pdf, b"Agent Smith", filename="Agent Smith.mp4").obj
        media = Dictionary(
            Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]),
            RichMediaContent=Dictionary(Assets=Dictionary(Names=Array([String(SECRET), asset]))),
        )  # fmt: skip
        page.obj.Annots = Array([pdf.make_indirect(media)])
        pdf.Root.SpiderInfo = Dictionary(V=1.0, C=Array([Dictionary(URL=String(SECRET))]))
        ids = Dictionary(Names=Array([String(SECRET), Dictionary(S=Name.SPS, T=String(SECRET))]))
        pdf.Root.Names = Dictionary(IDS=ids, URLS=ids, Pages=ids, Templates=ids)

    return page_with(_SHOWN, prepare)


def a_word_over_two_lines() -> bytes:
    return page_with("BT /F1 12 Tf 14 TL 50 200 Td (Agent Smi-) Tj T* (th, and Agent) Tj T* (Smith) Tj ET")


def a_name_over_two_text_objects() -> bytes:
    return page_with("BT /F1 12 Tf 50 200 Td (Agent Sm) Tj ET BT /F1 12 Tf 106 200 Td (ith) Tj ET")


def letters_of_no_size_and_mirrored() -> bytes:
    mirrored = "q -1 0 0 1 300 0 cm BT /F1 12 Tf 50 150 Td (Agent Smith) Tj ET Q"
    scaled = "q 0.01 0 0 0.01 0 0 cm BT /F1 1 Tf 50 200 Td (Agent Smith) Tj ET Q"
    return page_with(
        f"{mirrored} {scaled} BT /F1 0 Tf (Agent Smith) Tj ET BT 0 Tz /F1 9 Tf (Agent Smith) Tj ET"
    )


def ligatures_of_a_font() -> bytes:
    """The last letters of the name are one glyph."""

    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        entries = b"begincmap 1 beginbfchar\n<7e> <006900740068>\nendbfchar endcmap"
        page.obj.Resources.Font.F1.ToUnicode = pdf.make_stream(entries)

    return page_with("BT /F1 12 Tf 50 200 Td (Agent Sm~) Tj ET", prepare)


def a_look_of_an_annotation_that_is_off() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        fonts = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
        box = Array([0, 0, 90, 20])
        inner = pdf.make_stream(_SHOWN.encode(), Subtype=Name.Form, BBox=box, Resources=fonts)
        nested = Dictionary(XObject=Dictionary(I=inner))
        hidden = pdf.make_stream(b"/I Do", Subtype=Name.Form, BBox=box, Resources=nested)
        shown = pdf.make_stream(b"", Subtype=Name.Form, BBox=box)
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=box, AS=Name.Off,
            AP=Dictionary(N=Dictionary(On=hidden, Off=shown), D=hidden),
        )  # fmt: skip
        page.obj.Annots = Array([pdf.make_indirect(note)])

    return page_with(_OTHER, prepare)


def forms_that_no_page_draws() -> bytes:
    def prepare(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        fonts = Dictionary(Font=page.obj.Resources.Font)
        shown = b"BT /F1 12 Tf 5 5 Td [(Agent S) 9 (mith)] TJ ET"
        more = {"BBox": Array([0, 0, 90, 20]), "Resources": fonts}
        page.obj.Resources.XObject = Dictionary(Fm=pdf.make_stream(shown, Subtype=Name.Form, **more))
        tile = pdf.make_stream(shown, PatternType=1, PaintType=1, TilingType=1, XStep=9, YStep=9, **more)
        page.obj.Resources.Pattern = Dictionary(P=tile)

    return page_with(_SHOWN, prepare)


HIDDEN = {
    name: function
    for name, function in list(globals().items())
    if callable(function) and not name.startswith("_") and getattr(function, "__module__", "") == __name__
}
