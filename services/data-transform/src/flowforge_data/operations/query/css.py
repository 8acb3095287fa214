"""Query HTML or XML with a CSS selector.

Elements come as their text, as markup, or as one of their attributes.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.documents.queries.forms import (
    RUN,
    InvalidQuery,
    Query,
    QueryFailed,
    QueryResult,
    result_of,
)
from flowforge_data.core.faults import NestedTooDeep
from flowforge_tables import UnreadableContent
from servicekit import FileInput, RequestForm, operation


class CssForm(RequestForm):
    file: FileInput | None = Field(None, description="The XML or HTML file.")
    text: str | None = Field(
        None, max_length=16 << 20, description="The XML or HTML itself, instead of a file."
    )
    query: Query = Field(description="The selector.")
    kind: Literal["auto", "html", "xml"] = Field("auto", description="How to parse; HTML parsing is lenient.")
    output: Literal["text", "markup"] = Field("text", description="What is returned of an element.")
    attribute: str | None = Field(
        None, max_length=200, description="Return this attribute of the elements instead."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'file' and 'text'")
        return self


@operation(
    "/query/css",
    errors=[UnreadableContent, NestedTooDeep, InvalidQuery, QueryFailed],
    run=RUN,
    example={"text": "<ul><li class='x'>one</li></ul>", "query": "li.x"},
)
def query_css(form: CssForm) -> QueryResult:
    from flowforge_data.core.documents.queries.markup import css, tree_of, value_of  # noqa: PLC0415 - engines are for workers

    content = form.file.content if form.file is not None else (form.text or "").encode()
    root = tree_of(content, form.kind)
    found = css(root, form.query)
    return result_of([value_of(one, form.output, form.attribute) for one in found], [])
