"""Redact one page: find, remove, burn, and paint over where it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf

from flowforge_pdf.core.redacting.content.drawn import Drawn, Glyph
from flowforge_pdf.core.redacting.content.graphics_state import Fonts
from flowforge_pdf.core.redacting.content.rewriting import Rewriter, hide_texts
from flowforge_pdf.core.redacting.content.searching import find_matches, with_neighbors, within
from flowforge_pdf.core.redacting.content.walking import Walker
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.matrices import Quad, covers, touches, united
from flowforge_pdf.core.redacting.pixels.burning import part_of
from flowforge_pii.haystacks import Matcher

_PASSES = 6


@dataclass(slots=True)
class ImageRemovals:
    """What is to be removed from the images of the document, by image: parts, or None for all of it."""

    parts: dict[tuple[int, int], list[Quad] | None] = field(default_factory=dict)
    images: dict[tuple[int, int], pikepdf.Stream] = field(default_factory=dict)

    def add(self, image: pikepdf.Stream, part: Quad | None) -> None:
        key = image.objgen
        self.images[key] = image
        present = self.parts.setdefault(key, [])
        if part is None or present is None:
            self.parts[key] = None
        else:
            present.append(part)


@dataclass(slots=True)
class PageFindings:
    """What was found and removed on one page; quads are in the page's own coordinates."""

    matches: int = 0
    quads: list[Quad] = field(default_factory=list)
    removed_texts: list[str] = field(default_factory=list)
    matched: list[Quad] = field(default_factory=list)
    kept_text: str = ""
    paths_left: bool = False
    images_left: int = 0
    silent_fonts: set[str] = field(default_factory=set)


class PageRedaction:
    """Redacts pages of one document."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        fonts: Fonts,
        matchers: Sequence[Matcher],
        images: ImageRemovals,
        *,
        invert: bool,
    ) -> None:
        self._pdf, self._fonts, self._matchers, self._images = pdf, fonts, matchers, images
        self._invert = invert
        self._rewriter = Rewriter(pdf)

    def redact(
        self, page: pikepdf.Page, boxes: Sequence[Quad], *, blanks: bool
    ) -> tuple[PageFindings, Drawn]:
        """Remove from *page* what is matched and what lies in *boxes*. Raises Unreadable.

        Where *blanks*, images below matched text go as a whole.
        """
        drawn = Walker(self._fonts).walk(page.obj, page.obj.get("/Resources"))
        findings = PageFindings(silent_fonts=drawn.silent_fonts)
        removed = self._removed(drawn.glyphs, boxes, findings)
        if any(glyph.clips for glyph in removed):
            raise Unreadable("the text to be removed is a clipping path")
        hide_texts(drawn.root)
        self._remove_images(drawn, boxes, findings, blanks=blanks)
        self._remove_paths(drawn, boxes, findings)
        content = self._rewriter.rewrite(drawn.root, removed)
        if content is not None:
            page.obj.Contents = self._pdf.make_stream(content)
            page.obj.Resources = drawn.root.resources
        return findings, drawn

    def redact_apart(self, stream: pikepdf.Stream, resources: object) -> Drawn:
        """Remove what is matched from a pattern, a mask or a glyph program, wherever that is used."""
        drawn = Walker(self._fonts).walk(stream, resources)
        if self._invert:
            return drawn
        hide_texts(drawn.root)
        removed = self._removed(drawn.glyphs, (), PageFindings())
        content = self._rewriter.rewrite(drawn.root, removed)
        if content is not None:
            stream.write(content)
            stream["/Resources"] = drawn.root.resources
        return drawn

    def _removed(self, glyphs: list[Glyph], boxes: Sequence[Quad], findings: PageFindings) -> list[Glyph]:
        found: set[int] = set()
        left = list(range(len(glyphs)))
        for _ in range(_PASSES):
            hits = find_matches([glyphs[at] for at in left], self._matchers)
            if not hits:
                break
            for hit in hits:
                members = {left[at] for at in hit}
                if not members <= found:
                    findings.matches += 1
                found |= members
            if self._invert:
                break
            left = [at for at in left if at not in found]
        if not self._invert:
            found = with_neighbors(glyphs, found)
            findings.matched = [glyphs[at].quad for at in found]
        boxed = within(glyphs, boxes)
        findings.matches += len(boxes)
        found |= boxed
        if self._invert:
            findings.kept_text = "".join(glyphs[at].mapped + glyphs[at].named for at in found)
            found = set(range(len(glyphs))) - found
        removed = [glyphs[at] for at in sorted(found)]
        findings.quads += lines_of(removed)
        findings.removed_texts += _texts([glyphs[at] for at in sorted(boxed)])
        return removed

    def _remove_images(
        self, drawn: Drawn, boxes: Sequence[Quad], findings: PageFindings, *, blanks: bool
    ) -> None:
        for image in drawn.images:
            parts: list[Quad] = []
            if self._invert:
                whole = not any(covers(box, image.quad) for box in boxes)
            else:
                whole = blanks and any(touches(image.quad, quad) for quad in findings.matched)
                parts = [part for box in boxes if (part := part_of(image, box)) is not None]
            if not (whole or parts):
                findings.images_left += 1
            elif image.image is None:
                image.scope.drops.add(image.instruction)
            elif whole:
                self._images.add(image.image, None)
            else:
                for part in parts:
                    self._images.add(image.image, part)

    def _remove_paths(self, drawn: Drawn, boxes: Sequence[Quad], findings: PageFindings) -> None:
        for path in drawn.paths:
            inside = any(covers(box, path.quad) for box in boxes)
            if inside != self._invert:
                path.scope.drops.add(path.instruction)
            else:
                findings.paths_left = True


def lines_of(glyphs: Sequence[Glyph]) -> list[Quad]:
    """Join the rectangles of neighboring glyphs."""
    lines: list[list[Quad]] = []
    previous: Glyph | None = None
    for glyph in glyphs:
        near = previous is not None and _near(previous, glyph)
        if near:
            lines[-1].append(glyph.quad)
        else:
            lines.append([glyph.quad])
        previous = glyph
    return [united(line) for line in lines]


def _near(one: Glyph, other: Glyph) -> bool:
    if one.scope is not other.scope:
        return False
    gap = max(one.quad[0] - other.quad[2], other.quad[0] - one.quad[2], one.quad[1] - other.quad[3],
              other.quad[1] - one.quad[3])  # fmt: skip
    same = abs(
        one.along[0] * (other.origin[1] - one.origin[1]) - one.along[1] * (other.origin[0] - one.origin[0])
    )
    return gap < one.size and same < 0.3 * one.size


def _texts(glyphs: Sequence[Glyph]) -> list[str]:
    """Return the texts that were removed with boxes, line by line."""
    texts: list[str] = []
    previous: Glyph | None = None
    for glyph in glyphs:
        text = glyph.mapped or glyph.named
        if previous is not None and _near(previous, glyph):
            texts[-1] += text
        else:
            texts.append(text)
        previous = glyph
    return texts


def paint(
    pdf: pikepdf.Pdf, page: pikepdf.Page, quads: Sequence[Quad], color: tuple[float, float, float]
) -> None:
    """Draw rectangles over the page, whatever its content left behind."""
    if not quads:
        return
    page.contents_add(b"q\n", prepend=True)
    shapes = "\n".join(f"{q[0]:.3f} {q[1]:.3f} {q[2] - q[0]:.3f} {q[3] - q[1]:.3f} re" for q in quads)
    fill = " ".join(f"{each:.3f}" for each in color)
    page.contents_add(pdf.make_stream(f"\nQ q {fill} rg\n{shapes}\nf Q\n".encode()))
