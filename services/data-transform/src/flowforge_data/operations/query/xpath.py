"""Query XML or HTML with XPath 1.0.

Elements come as their text, as markup, or as one of their attributes. Entities are not expanded, and nothing
is loaded from elsewhere.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from flowforge_data.core.documents.queries.forms import (
    RUN,
    InvalidNamespaces,
    InvalidQuery,
    Query,
    QueryFailed,
    QueryResult,
    UndefinedPrefix,
    result_of,
)
from flowforge_data.core.faults import NestedTooDeep
from flowforge_tables import UnreadableContent
from servicekit import FileInput, RequestForm, operation


class XPathForm(RequestForm):
    file: FileInput | None = Field(None, description="The XML or HTML file.")
    text: str | None = Field(
        None, max_length=16 << 20, description="The XML or HTML itself, instead of a file."
    )
    query: Query = Field(description="The expression.")
    kind: Literal["auto", "html", "xml"] = Field("auto", description="How to parse; HTML parsing is lenient.")
    output: Literal["text", "markup"] = Field("text", description="What is returned of an element.")
    attribute: str | None = Field(
        None, max_length=200, description="Return this attribute of the elements instead."
    )
    namespaces: dict[str, str] = Field(
        {}, max_length=50, description="Addresses of XML namespaces by prefix."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.file is None) == (self.text is None):
            raise ValueError("give exactly one of 'file' and 'text'")
        return self


@operation(
    "/query/xpath",
    errors=[UnreadableContent, NestedTooDeep, InvalidQuery, QueryFailed, InvalidNamespaces, UndefinedPrefix],
    run=RUN,
    example={"text": "<a><b id='1'>x</b></a>", "query": "//b/@id"},
)
def query_xpath(form: XPathForm) -> QueryResult:
    from flowforge_data.core.documents.queries.markup import tree_of, value_of, xpath  # noqa: PLC0415 - engines are for workers

    content = form.file.content if form.file is not None else (form.text or "").encode()
    root = tree_of(content, form.kind)
    found = xpath(root, form.query, form.namespaces)
    return result_of([value_of(one, form.output, form.attribute) for one in found], [])
