import base64
from typing import Any

import httpx
import pytest

# RFC 6350, section 8 (shortened), and RFC 2426, section 7.
RFC6350 = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Simon Perreault\r
N:Perreault;Simon;;;ing. jr,M.Sc.\r
BDAY:--0203\r
ORG;TYPE=work:Viagenie\r
ADR;TYPE=work:;Suite D2-630;2875 Laurier;\r
 Quebec;QC;G1V 2M2;Canada\r
TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102\r
EMAIL;TYPE=work:simon.perreault@viagenie.ca\r
URL;TYPE=home:http://nomis80.org\r
END:VCARD\r
"""
RFC2426 = """BEGIN:vCard
VERSION:3.0
FN:Frank Dawson
ORG:Lotus Development Corporation
ADR;TYPE=WORK,POSTAL,PARCEL:;;6544 Battleford Drive
 ;Raleigh;NC;27613-3502;U.S.A.
TEL;TYPE=VOICE,MSG,WORK:+1-919-676-9515
EMAIL;TYPE=INTERNET,PREF:Frank_Dawson@Lotus.com
item1.X-ABLABEL:_$!<Other>!$_
END:vCard
"""
# vCard 2.1 as phones write it.
OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;\r\n"
    "TEL;HOME;CELL:+49 30 1234\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:eine lange=20=\r\n"
    "Zeile=0D=0Aund noch eine\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n AAAA\r\nEND:VCARD\r\n"
)


def parse(client: httpx.Client, **fields: Any) -> Any:
    answer = client.post("/api/v1/data/contacts/parse", json=fields)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_version_4(client: httpx.Client) -> None:
    one = parse(client, text=RFC6350)["contacts"][0]
    assert (one["full_name"], one["last_name"], one["suffix"]) == (
        "Simon Perreault", "Perreault", "ing. jr,M.Sc.",
    )  # fmt: skip
    assert one["phones"] == [{"value": "+1-418-656-9254;ext=102", "kinds": ["work"]}]
    assert one["addresses"][0] | {"kinds": []} == {
        "street": "2875 Laurier", "extended": "Suite D2-630", "post_box": "", "city": "Quebec",
        "region": "QC",
        "postcode": "G1V 2M2", "country": "Canada", "kinds": [],
    }  # fmt: skip


def test_version_3(client: httpx.Client) -> None:
    one = parse(client, text=RFC2426)["contacts"][0]
    assert one["emails"] == [{"value": "Frank_Dawson@Lotus.com", "kinds": []}]
    assert one["addresses"][0]["kinds"] == ["work", "postal", "parcel"]
    assert one["others"] == {"X-ABLABEL": "_$!<Other>!$_"}


def test_version_2_1(client: httpx.Client) -> None:
    found = parse(client, text=OLD)
    one = found["contacts"][0]
    assert (one["last_name"], one["first_name"], one["full_name"]) == ("Müller", "Jürgen", "Jürgen Müller")
    assert one["phones"] == [{"value": "+49 30 1234", "kinds": ["home", "cell"]}]
    assert one["note"] == "eine lange Zeile\nund noch eine"
    assert len(found["warnings"]) == 2


def test_several_in_a_file_of_another_encoding(client: httpx.Client) -> None:
    content = "".join(f"BEGIN:VCARD\nFN:Jürgen {number}\nNOTE:süße Grüße\nEND:VCARD\n" for number in range(3))
    file = {"base64": base64.b64encode(content.encode("cp1252")).decode(), "name": "x.vcf"}
    assert [one["full_name"] for one in parse(client, file=file)["contacts"]] == [
        "Jürgen 0", "Jürgen 1", "Jürgen 2",
    ]  # fmt: skip


def test_a_table_of_contacts(client: httpx.Client) -> None:
    answer = client.post("/api/v1/data/convert", json={"text": RFC2426, "to": "json"})
    assert answer.json()[0]["organization"] == "Lotus Development Corporation"


@pytest.mark.parametrize(
    ("text", "code"),
    [("hello", "CONTACTS_UNREADABLE"), ("  ", "CONTENT_EMPTY"), ("FN:x", "CONTACTS_UNREADABLE")],
)
def test_no_contacts(client: httpx.Client, text: str, code: str) -> None:
    answer = client.post("/api/v1/data/contacts/parse", json={"text": text})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
