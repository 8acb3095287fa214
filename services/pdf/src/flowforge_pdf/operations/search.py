"""Find a text or a regular expression in a PDF, with the page, the boxes and the words around it.

Matches run over line ends; white space in the text matches any white space.
"""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.reading.documents import open_reader
from flowforge_pdf.core.reading.searching import InvalidPattern, SearchableText, compile_pattern
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.characters import Rectangle, characters_of
from flowforge_pdfs.faults import SELECTING
from flowforge_pdfs.opening import RUN
from flowforge_pdfs.page_selection import SYNTAX, PageSelection
from servicekit import operation


class SearchForm(PdfForm):
    text: str = Field(min_length=1, max_length=1_000, description="What to find.")
    regex: bool = Field(default=False, description="The text is a regular expression (RE2).")
    ignore_case: bool = Field(default=True, description="Find it in any case.")
    whole_words: bool = Field(
        default=False, description="Find it only where it is not part of a longer word."
    )
    pages: PageSelection = Field("all", description=SYNTAX)
    max_matches: int = Field(1_000, ge=1, le=10_000, description="Stop after so many matches.")


class Match(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    text: str = Field(description="The text as it stands there.")
    before: str = Field(description="Up to 40 characters before it.")
    after: str = Field(description="Up to 40 characters after it.")
    boxes: list[Rectangle] = Field(description="One box for each line that the match is on.")


class SearchResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    matches: list[Match] = Field(description="Where the text occurs, in the order of the document.")
    complete: bool = Field(description="False if the search stopped at 'max_matches'.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/search",
    errors=(*SELECTING, InvalidPattern),
    run=RUN,
    cache=CACHE,
    example={"file": THREE_PAGES, "text": "total"},
)
def search_text(form: SearchForm, settings: PdfSettings) -> SearchResult:
    pattern = compile_pattern(
        form.text, regex=form.regex, ignore_case=form.ignore_case, whole_words=form.whole_words
    )
    matches: list[Match] = []
    characters = 0
    with open_reader(form, settings.limits) as reader:
        for page in reader.pages(form.pages):
            fold = form.ignore_case and not form.regex
            text = SearchableText(characters_of(page.page, page.frame), fold=fold)
            characters += len(text.text)
            for hit in pattern.finditer(text.text):
                if hit.end() == hit.start():
                    continue
                found = text.found(hit.start(), hit.end())
                matches.append(
                    Match(
                        page=page.number,
                        text=found.text,
                        before=found.before,
                        after=found.after,
                        boxes=found.boxes,
                    )
                )
                if len(matches) > form.max_matches:
                    break
            if len(matches) > form.max_matches:
                break
        reader.warn_if_silent(characters)
        complete = len(matches) <= form.max_matches
        matches = matches[: form.max_matches]
        return SearchResult(count=len(matches), matches=matches, complete=complete, warnings=reader.warnings)
