from typing import Any

import httpx
import pytest

ORDER = {"type": "850", "segments": [["BEG", "00", "SA", "PO-1", "", "20240229"], ["CTT", "1"]]}
CREATED = "2024-02-29T10:30:00Z"


def create(client: httpx.Client, **fields: Any) -> httpx.Response:
    given = {"sender": "SENDER", "receiver": "RECEIVER", "control": 7, "created": CREATED}
    return client.post("/api/v1/data/edi/create", json=given | fields)


def parsed(client: httpx.Client, text: str) -> Any:
    return client.post("/api/v1/data/edi/parse", json={"text": text}).json()


def test_x12(client: httpx.Client) -> None:
    answer = create(client, standard="x12", messages=[ORDER, ORDER], is_test=True)
    lines = answer.text.split("\n")
    assert lines[0] == (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *240229*1030*U*00401"
        "*000000007*0*T*>~"
    )
    assert lines[1] == "GS*PO*SENDER*RECEIVER*20240229*1030*7*X*004010~"
    found = parsed(client, answer.text)
    assert (found["message_count"], found["warnings"]) == (2, [])
    assert found["interchanges"][0]["messages"][1]["reference"] == "0002"


def test_edifact_escapes_its_marks(client: httpx.Client) -> None:
    segments = [["BGM", "220", "PO+1", "9"], ["DTM", ["137", "20240229", "102"]]]
    answer = create(client, standard="edifact", messages=[{"type": "ORDERS", "segments": segments}])
    assert "UNB+UNOC:3+SENDER+RECEIVER+240229:1030+7'" in answer.text
    assert "UNH+1+ORDERS:D:96A:UN'" in answer.text
    assert "BGM+220+PO?+1+9'" in answer.text
    found = parsed(client, answer.text)
    assert found["warnings"] == []
    assert found["interchanges"][0]["messages"][0]["segments"][0]["elements"][1] == ["PO+1"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"messages": [{"type": "850", "segments": [["BEG", "a*b"]]}]}, "VALUE_NOT_REPRESENTABLE"),
        ({"messages": [ORDER], "sender": "S" * 16}, "VALIDATION_ERROR"),
        ({"messages": []}, "VALIDATION_ERROR"),
    ],
)
def test_what_is_refused(client: httpx.Client, fields: dict[str, Any], code: str) -> None:
    answer = create(client, standard="x12", **fields)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
