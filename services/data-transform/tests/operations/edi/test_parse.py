from typing import Any

import httpx
import pytest

# A purchase order as in the public examples of X12 850, and the travel example of ISO 9735.
X12 = (
    "ISA*00*          *00*          *ZZ*SENDERID       *ZZ*RECEIVERID     *240229*1030*U*00401"
    "*000000001*0*P*>~\n"
    "GS*PO*SENDERID*RECEIVERID*20240229*1030*1*X*004010~\nST*850*0001~\nBEG*00*SA*PO-1**20240229~\n"
    "PO1*1*10*EA*9.95**VP*A>B~\nCTT*1~\nSE*5*0001~\nGE*1*1~\nIEA*1*000000001~\n"
)
EDIFACT = (
    "UNA:+.? 'UNB+IATB:1+6XPPC+LHPPC+940101:0950+1'UNH+1+PAORES:93:1:IA'MSG+1:45'"
    "IFT+3+XYZCOMPANY AVAILABILITY'"
    "ERC+A7V:1:AMD'IFT+3+NO MORE FLIGHTS: WHAT?? IT?'S FULL'UNT+6+1'UNZ+1+1'"
)


def parse(client: httpx.Client, text: str) -> Any:
    answer = client.post("/api/v1/data/edi/parse", json={"text": text})
    return (
        answer.json() if answer.status_code == 200 else (answer.status_code, answer.json()["error"]["code"])
    )


def test_x12(client: httpx.Client) -> None:
    found = parse(client, X12)
    one = found["interchanges"][0]
    assert (found["warnings"], found["message_count"]) == ([], 1)
    assert (one["standard"], one["sender"], one["receiver"], one["control"]) == (
        "x12", "SENDERID", "RECEIVERID", "000000001",
    )  # fmt: skip
    message = one["messages"][0]
    assert (message["type"], message["reference"], message["version"]) == ("850", "0001", "004010")
    assert message["segments"][1] == {
        "tag": "PO1", "elements": [["1"], ["10"], ["EA"], ["9.95"], [""], ["VP"], ["A", "B"]],
    }  # fmt: skip


def test_edifact_with_released_characters(client: httpx.Client) -> None:
    found = parse(client, EDIFACT)
    one = found["interchanges"][0]
    assert (one["sender"], one["date"], one["time"], found["warnings"]) == ("6XPPC", "940101", "0950", [])
    assert (one["messages"][0]["type"], one["messages"][0]["version"]) == ("PAORES", "93.1.IA")
    assert one["messages"][0]["segments"][3]["elements"][1] == ["NO MORE FLIGHTS", " WHAT? IT'S FULL"]


def test_several_interchanges_and_other_marks(client: httpx.Client) -> None:
    other = X12.replace("*", "|").replace("~\n", "\n").replace("|>\n", "|:\n")
    found = parse(client, X12 + other)
    assert [one["marks"]["element"] for one in found["interchanges"]] == ["*", "|"]
    assert found["message_count"] == 2


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("SE*5*0001", "SE*9*0001", "says that it has 9 segments, and has 5"),
        ("SE*5*0001", "SE*5*0002", "ends with the control number 0002"),
        ("IEA*1*000000001", "IEA*2*000000001", "says that it has 2 functional groups, and has 1"),
        ("IEA*1*000000001~\n", "", "may be cut off"),
    ],
)
def test_what_does_not_agree(client: httpx.Client, old: str, new: str, warning: str) -> None:
    assert warning in parse(client, X12.replace(old, new))["warnings"][0]


@pytest.mark.parametrize("text", ["hello", "ISA*00*short~", "UNA:+", "UN"])
def test_no_edi(client: httpx.Client, text: str) -> None:
    assert parse(client, text) == (422, "EDI_UNREADABLE")


@pytest.mark.parametrize(("text", "form"), [(X12, "x12"), (EDIFACT, "edifact")])
def test_edi_comes_back(client: httpx.Client, text: str, form: str) -> None:
    read = client.post("/api/v1/data/convert", json={"text": text, "to": "json"})
    written = client.post("/api/v1/data/convert", json={"data": read.json(), "to": form})
    assert written.status_code == 200, written.text
    assert parse(client, written.text) == parse(client, text)
    refused = client.post("/api/v1/data/convert", json={"data": [{"a": 1}], "to": form})
    assert refused.json()["error"]["code"] == "VALUE_NOT_REPRESENTABLE"
