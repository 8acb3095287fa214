import base64
import io
import json
import zipfile
from typing import Any

import httpx
import polars as pl
import pytest

from flowforge_data.core.formats.names import READABLE, WRITABLE
from flowforge_data.core.formats.registry import _by_text, format_named

ROWS = [{"a": 1, "b": 'x, "y"', "d": 1.5, "e": True}, {"a": 2, "b": "z | é", "d": None, "e": False}]
TREES = ["json", "ndjson", "yaml"]
TABLES = ["csv", "tsv", "xlsx", "parquet", "arrow", "orc", "avro", "html", "markdown", *TREES]


def convert(
    client: httpx.Client, raw: bytes | None = None, name: str = "source", **fields: Any
) -> httpx.Response:
    if raw is not None:
        fields["file"] = {"base64": base64.b64encode(raw).decode(), "name": name}
    return client.post("/api/v1/data/convert", json={"to": "json", **fields})


def rows(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def report(answer: httpx.Response) -> Any:
    return json.loads(answer.headers["x-report"])


def error(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_every_format_is_there() -> None:
    assert all(format_named(name).read for name in READABLE)
    assert all(format_named(name).write_table or format_named(name).write_document for name in WRITABLE)


@pytest.mark.parametrize("target", TABLES)
def test_a_table_comes_back(client: httpx.Client, target: str) -> None:
    written = convert(client, data=ROWS, to=target)
    assert written.status_code == 200, written.text
    assert rows(convert(client, written.content, **{"from": target})) == ROWS


@pytest.mark.parametrize("target", ["json", "ndjson", "yaml", "toml", "msgpack", "cbor", "bson"])
def test_a_document_comes_back(client: httpx.Client, target: str) -> None:
    document = {
        "name": "Ada",
        "tags": ["a", "b"],
        "address": {"city": "London", "zip": "007"},
        "n": 5,
        "x": 1.5,
    }
    written = convert(client, data=document, to=target)
    found = rows(convert(client, written.content, **{"from": target}))
    assert found == ([document] if target == "ndjson" else document)


@pytest.mark.parametrize("target", ["ini", "properties", "env", "query"])
def test_flat_formats_keep_keys_and_texts(client: httpx.Client, target: str) -> None:
    document = {"name": "Ada Lovelace", "note": "a=b; c: d # e", "empty": ""}
    written = convert(client, data=document, to=target)
    assert rows(convert(client, written.content, **{"from": target})) == document


def test_nothing_is_lost(client: httpx.Client) -> None:
    text = 'id,code,big,price,empty,quoted\n1,007,18446744073709551616,1.10,,""\n2,12E3,3,2.5,x,y\n'
    assert rows(convert(client, text=text)) == [
        {"id": 1, "code": "007", "big": "18446744073709551616", "price": "1.10", "empty": None, "quoted": ""},
        {"id": 2, "code": "12E3", "big": "3", "price": "2.5", "empty": "x", "quoted": "y"},
    ]


def test_json_numbers_keep_their_digits(client: httpx.Client) -> None:
    text = '{"big": 123456789012345678901234567890, "price": 1.10, "small": 0.1}'
    assert (
        convert(client, text=text).text == '{"big":123456789012345678901234567890,"price":1.10,"small":0.1}'
    )


def test_a_column_of_integers_may_end_in_a_word(client: httpx.Client) -> None:
    """The type is found on the first megabytes, and reading begins anew when it does not hold."""
    lines = b"n,m\n" + b"".join(b"%d,1\n" % number for number in range(900_000)) + b"last,2\n"
    answer = convert(client, lines, to="parquet")
    frame = pl.read_parquet(io.BytesIO(answer.content))
    assert (frame.height, frame.schema["n"], frame.schema["m"]) == (900_001, pl.String, pl.Int64)
    assert frame["n"].to_list()[-2:] == ["899999", "last"]


def test_rejects_have_their_row_number(client: httpx.Client) -> None:
    text = 'a,b\n1,"x\ny"\n2\n3,4,5\n4,ok\n'
    answer = convert(client, text=text)
    assert rows(answer) == [{"a": 1, "b": "x\ny"}, {"a": 4, "b": "ok"}]
    assert [one["row"] for one in report(answer)["rejects"]] == [3, 4]
    assert error(convert(client, text=text, rejects="fail")) == (422, "ROWS_REJECTED")


def test_rejects_come_as_a_second_file(client: httpx.Client) -> None:
    text = 'price,n\n"1.234,50",3\nabc,4\n'
    answer = convert(client, text=text, column_types={"price": "number"}, decimal_mark=",", rejects="zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert json.loads(archive.read("data.json")) == [{"price": 1234.5, "n": 3}]
        assert (
            archive.read("rejects.csv").decode()
            == "row,column,reason,text\n3,price,'abc' is no number,\"abc,4\"\n"
        )


def test_what_was_detected_is_reported(client: httpx.Client) -> None:
    answer = convert(client, "sep=;\nName;Straße\nJürgen;Hütte\n".encode("cp1252"))
    assert rows(answer) == [{"Name": "Jürgen", "Straße": "Hütte"}]
    details = report(answer)["details"]
    assert {name: details[name] for name in ("format", "encoding", "delimiter", "skipped_rows", "rows")} == {
        "format": "csv", "encoding": "cp1252", "delimiter": ";", "skipped_rows": 1, "rows": 1,
    }  # fmt: skip


def test_repeated_and_empty_names(client: httpx.Client) -> None:
    answer = convert(client, text="a,a,\n1,2,3\n")
    assert rows(answer) == [{"a": 1, "a_2": 2, "column_3": 3}]
    assert len(report(answer)["warnings"]) == 1


def test_formulas_are_escaped_in_csv_only(client: httpx.Client) -> None:
    data = [{"a": "=HYPERLINK(1)", "b": "-5", "c": "+1 800", "d": "@x"}]
    assert convert(client, data=data, to="csv").text.splitlines()[1] == "'=HYPERLINK(1),-5,'+1 800,'@x"
    assert (
        convert(client, data=data, to="csv", escape_formulas=False).text.splitlines()[1]
        == "=HYPERLINK(1),-5,+1 800,@x"
    )


def test_workbooks_keep_numbers_dates_and_texts(client: httpx.Client) -> None:
    data = "when,n,code,long\n2024-02-29,5,007,9007199254740993\n2024-03-01,6,008,1\n"
    book = convert(client, text=data, to="xlsx")
    assert rows(convert(client, book.content)) == [
        {"when": "2024-02-29", "n": 5, "code": "007", "long": "9007199254740993"},
        {"when": "2024-03-01", "n": 6, "code": "008", "long": "1"},
    ]
    assert error(convert(client, book.content, sheet="Other")) == (422, "SHEET_NOT_FOUND")


def test_xml_rows_and_attributes(client: httpx.Client) -> None:
    text = "<orders><order id='1'><who>Ada</who></order><order id='2'><who>Grace</who></order></orders>"
    assert convert(client, text=text, to="csv").text == "@id,who\n1,Ada\n2,Grace\n"
    one = "<orders><order id='1'><who>Ada</who></order></orders>"
    assert convert(client, text=one, to="csv").text == "@id,who\n1,Ada\n"


def test_a_document_with_two_lists_asks_which(client: httpx.Client) -> None:
    data = {"a": [{"x": 1}], "b": [{"y": 2}]}
    assert error(convert(client, data=data, to="csv")) == (422, "NO_TABLE")
    assert convert(client, data=data, to="csv", record_path="b").text == "y\n2\n"


def test_html_cells_that_span(client: httpx.Client) -> None:
    text = (
        "<table><tr><th>a</th><th>b</th><th>c</th></tr>"
        "<tr><td rowspan=2>1</td><td colspan=2>x</td></tr><tr><td>y</td><td>z</td></tr></table>"
    )
    assert rows(convert(client, text=text)) == [{"a": 1, "b": "x", "c": "x"}, {"a": 1, "b": "y", "c": "z"}]


BOMB = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9)
) + "]><a>&e8;</a>"  # fmt: skip
ALIASES = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": ""}, (422, "CONTENT_EMPTY")),
        ({"text": "[1,2"}, (422, "CONTENT_UNREADABLE")),
        ({"text": "<a><b></a>"}, (422, "CONTENT_UNREADABLE")),
        ({"text": BOMB, "from": "xml"}, (422, "CONTENT_UNREADABLE")),
        (
            {"text": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "from": "xml"},
            (422, "CONTENT_UNREADABLE"),
        ),
        ({"text": ALIASES, "from": "yaml"}, (422, "CONTENT_UNREADABLE")),
        ({"text": "a: !!python/object/apply:os.system [id]", "from": "yaml", "to": "csv"}, None),
        ({"text": "[" * 100_000}, (422, "NESTED_TOO_DEEP")),
        ({"text": "a = ", "from": "toml"}, (422, "CONTENT_UNREADABLE")),
        ({"data": [1, 2], "to": "toml"}, (422, "NOT_AN_OBJECT")),
        ({"data": {"n": 1 << 70}, "to": "msgpack"}, (422, "VALUE_NOT_REPRESENTABLE")),
        ({"text": "a,b\n1,2\n", "encoding": "klingon"}, (422, "ENCODING_UNKNOWN")),
        ({"text": "a,b\n1,2\n", "data": [1]}, (422, "VALIDATION_ERROR")),
        ({"text": "<p>no table</p>", "from": "html"}, (422, "CONTENT_UNREADABLE")),
        ({"text": "<table><tr><td>1</td></tr></table>", "from": "html", "sheet": 3}, (422, "TABLE_UNKNOWN")),
    ],
)
def test_bad_input_has_its_code(
    client: httpx.Client, fields: dict[str, Any], expected: tuple[int, str] | None
) -> None:
    answer = convert(client, **fields)
    assert answer.status_code < 500
    assert expected is None or error(answer) == expected


@pytest.mark.parametrize(
    "form", ["xlsx", "parquet", "avro", "arrow", "orc", "msgpack", "cbor", "bson", "stata", "spss", "sas"]
)
def test_damaged_files_are_refused(client: httpx.Client, form: str) -> None:
    assert error(convert(client, b"\x00\x01broken" * 20, **{"from": form}))[0] == 422


@pytest.mark.parametrize(
    ("start", "word"), [(b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "gzip"), (b"\x89PNG\r\n", "picture")]
)
def test_other_files_are_named(client: httpx.Client, start: bytes, word: str) -> None:
    answer = convert(client, start + b"\0" * 40)
    assert error(answer) == (415, "FORMAT_UNKNOWN")
    assert word in answer.json()["error"]["message"]


def test_a_line_without_end_is_refused(client: httpx.Client) -> None:
    content = b"a,b\n1,2\n" + b"x" * (17 << 20)
    answer = client.post("/api/v1/data/convert", files={"file": ("long.csv", content)}, data={"to": "json"})
    assert error(answer) == (413, "LINE_TOO_LONG")
    assert "Row 3" in answer.json()["error"]["message"]


def test_as_a_form_with_a_file(client: httpx.Client) -> None:
    answer = client.post(
        "/api/v1/data/convert", files={"file": ("people.csv", b"a;b\n1;2\n")}, data={"to": "ndjson"}
    )
    assert answer.text == '{"a":1,"b":2}\n'
    assert 'filename="people.ndjson"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("source", "named"),
    [({"text": "[1,2", "from": "json"}, "text"), ({"data": {"a": [{"x": 1}], "b": [{"y": 2}]}}, "data")],
)
def test_faults_name_the_field_that_holds_the_source(
    client: httpx.Client, source: dict[str, Any], named: str
) -> None:
    answer = convert(client, to="csv", **source)
    assert f"'{named}'" in answer.json()["error"]["message"]
    assert answer.json()["error"]["details"][0]["field"] == named


BOOK_ROWS = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]


@pytest.mark.parametrize("form", ["csv", "tsv", "fixed", "xlsx"])
def test_rows_to_skip_beyond_the_end(client: httpx.Client, form: str) -> None:
    written = convert(client, data=BOOK_ROWS, to=form)
    answer = convert(client, written.content, skip_rows=50, **{"from": form})
    assert error(answer) == (422, "SKIP_ROWS_BEYOND_END")
    assert "'skip_rows' is 50, and no row of 'file' is left" in answer.json()["error"]["message"]


def test_a_table_far_down_a_long_file(client: httpx.Client) -> None:
    content = b"note\n" * 20_000 + b"a,b\n1,2\n"
    assert rows(convert(client, content, name="x.csv", skip_rows=20_000)) == [{"a": 1, "b": 2}]


@pytest.mark.parametrize("target", ["csv", "properties"])
def test_flattening_loses_no_value(client: httpx.Client, target: str) -> None:
    data = {"a.b": 1, "a": {"b": 2}}
    assert error(convert(client, data=data, to=target, flatten=True)) == (422, "FLAT_KEYS_REPEAT")


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [("n;m\n1.234,50;x\n2,5;y\n", 1234.5, ","), ('n,m\n"1,234.50",x\n2.5,y\n', 1234.5, ".")],
)
def test_the_decimal_mark_is_detected(client: httpx.Client, text: str, value: float, mark: str) -> None:
    answer = convert(client, text=text, column_types={"n": "number"})
    assert [row["n"] for row in rows(answer)] == [value, 2.5]
    assert report(answer)["details"]["decimal_mark"] == mark


def test_detection_takes_linear_time() -> None:
    """Header lines without end, which a pattern with nested repeats tried for 25 seconds."""
    assert _by_text("From:x\n" + "From:\n" * 10_000 + "!") == "yaml"
    assert _by_text("Subject: x\nFrom: y\n z\n\nbody") == "eml"


def test_an_ini_line_that_continues_a_key_without_a_value(client: httpx.Client) -> None:
    body = {"text": "[a]\nkey\n  more\n", "from": "ini", "to": "json"}
    answer = client.post("/api/v1/data/convert", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "CONTENT_UNREADABLE")
