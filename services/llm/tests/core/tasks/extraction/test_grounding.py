from typing import Any

import pytest

from flowforge_llm.core.tasks.extraction.extraction_schema import read_wishes
from flowforge_llm.core.tasks.extraction.grounding import Grounding, plain
from flowforge_llm.core.tasks.extraction.merging import merge
from flowforge_llm.core.tasks.extraction.reporting import evidence, missing

TEXT = "Invoice 2024-117 from Miller & Sons, due 3 May 2024. Total: $1,280.50. Paid in full. 2 pens, 2 pens."


def is_ours(text: str) -> bool:
    return text == "our instructions"


def ground(schema: dict[str, Any], answer: Any, *, may_infer: bool = True) -> Any:
    wishes = read_wishes({"type": "object", "properties": schema})
    return Grounding(TEXT, 0, may_infer=may_infer, is_ours=is_ours).ground(wishes, answer)


def one(schema: dict[str, Any], quote: str | None, value: Any) -> Any:
    return ground({"a": schema}, {"a": {"quote": quote, "value": value}})["a"]


@pytest.mark.parametrize(
    ("schema", "quote", "value"),
    [
        ({"type": "string"}, "from Miller & Sons", "Miller & Sons"),
        ({"type": "string"}, "from miller & sons", "MILLER & SONS"),
        ({"type": "string"}, "made up", "Miller & Sons"),  # it stands there word for word
        ({"type": "number"}, "Total: $1,280.50", 1280.5),
        ({"type": "number"}, "made up", 1280.5),  # it stands there once
        ({"type": "integer"}, "2 pens", 2),
        ({"type": "string", "format": "date"}, "due 3 May 2024", "2024-05-03"),
    ],
)
def test_what_the_text_bears_out_is_kept(schema: dict[str, Any], quote: str, value: Any) -> None:
    found = one(schema, quote, value)
    assert (found.value, found.support, found.reason) == (value, "stated", None)
    assert found.span is not None


@pytest.mark.parametrize(
    ("schema", "quote", "value", "reason"),
    [
        ({"type": "string"}, None, None, "not in the text"),
        ({"type": "string"}, "", "", "not in the text"),
        ({"type": "string"}, "from Smith & Co", "Smith & Co", "quote not found"),
        ({"type": "string"}, "from Miller & Sons", "Smith", "value does not follow from the quote"),
        ({"type": "number"}, "Total: $1,280.50", 1280, "value does not follow from the quote"),
        ({"type": "number"}, "2024-117", 17, "value does not follow from the quote"),
        (
            {"type": "string", "format": "date"},
            "3 May 2024",
            "2024-03-05",
            "value does not follow from the quote",
        ),
        ({"type": "number", "maximum": 1000}, "Total: $1,280.50", 1280.5, "value does not fit the schema"),
        (
            {"type": "string", "pattern": "^x"},
            "from Miller & Sons",
            "Miller",
            "value does not fit the schema",
        ),
        ({"type": "boolean"}, "not there", True, "quote not found"),
    ],
)
def test_what_it_does_not_is_null_with_the_reason(
    schema: dict[str, Any], quote: str | None, value: Any, reason: str
) -> None:
    found = one(schema, quote, value)
    assert (found.value, found.span, found.reason) == (None, None, reason)


def test_a_claim_of_our_own_words_is_not_passed_on() -> None:
    assert one({"type": "string"}, "x", "our instructions").claimed is None
    assert one({"type": "string"}, "x", "other words").claimed == "other words"


def test_choices_are_stated_or_inferred() -> None:
    status = {"enum": ["paid", "settled"]}
    assert one(status, "Paid in full", "paid").support == "stated"
    assert one(status, "Paid in full", "settled").support == "inferred"
    assert one({"type": "boolean"}, "Paid in full", value=True).support == "inferred"
    answer = {"a": {"quote": "Paid in full", "value": "settled"}}
    assert ground({"a": status}, answer, may_infer=False)["a"].reason == "only inferred"


LINES = {"lines": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}}


def test_like_items_of_a_list_are_found_one_after_the_other() -> None:
    item = {"n": {"quote": "2 pens", "value": 2}}
    wishes = read_wishes({"type": "object", "properties": LINES})
    tree, dropped = merge(wishes, [ground(LINES, {"lines": [item, item, item]})])
    assert plain(tree) == {"lines": [{"n": 2}, {"n": 2}]}
    assert [TEXT[one["n"].span.start : one["n"].span.end] for one in tree["lines"]] == ["2 pens", "2 pens"]
    assert dropped == []


def test_invented_items_are_dropped_and_told() -> None:
    item = {"n": {"quote": "7 chairs", "value": 7}}
    wishes = read_wishes({"type": "object", "properties": LINES})
    tree, dropped = merge(wishes, [ground(LINES, {"lines": [item]})])
    assert plain(tree) == {"lines": []}
    (line,) = evidence(tree, dropped, TEXT)
    assert (line.path, line.value, line.claimed, line.reason) == ("/-", None, 7, "quote not found")


def test_pieces_are_merged_with_their_offsets() -> None:
    schema = {"vendor": {"type": "string"}, "total": {"type": "number"}, **LINES}
    wishes = read_wishes({"type": "object", "properties": schema, "required": ["vendor", "total"]})
    nothing = {"quote": None, "value": None}
    pens = {"lines": [{"n": {"quote": "2 pens", "value": 2}}]}
    cut, overlap = 60, 15
    first = Grounding(TEXT[:cut], 0, may_infer=True, is_ours=is_ours).ground(
        wishes,
        {"vendor": {"quote": "Miller & Sons", "value": "Miller & Sons"}, "total": nothing, "lines": []},
    )
    start = cut - overlap
    second = Grounding(TEXT[start:], start, may_infer=True, is_ours=is_ours).ground(
        wishes, {"vendor": nothing, "total": {"quote": "$1,280.50", "value": 1280.5}, **pens}
    )
    tree, _ = merge(wishes, [first, second])
    assert plain(tree) == {"vendor": "Miller & Sons", "total": 1280.5, "lines": [{"n": 2}]}
    for line in evidence(tree, [], TEXT):
        assert line.quote == TEXT[line.start : line.end]
    assert missing(wishes, tree) == []
    assert missing(wishes, merge(wishes, [second])[0]) == ["/vendor"]
