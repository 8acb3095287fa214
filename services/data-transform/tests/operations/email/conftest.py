"""A message of the standard library, with files, a picture and a message inside, and one of Outlook.

outer.msg is from the tests of msg-parser 1.2.0 (BSD licence).
"""

from email.message import EmailMessage
from pathlib import Path

import pytest

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture(scope="session")
def message() -> bytes:
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("inside")
    made = EmailMessage()
    made["From"] = '"Müller, Jürgen" <jm@example.org>'
    made["To"] = "Ada <ada@example.org>, bob@example.org"
    made["Subject"] = "Rechnung für März"
    made["Date"] = "Thu, 29 Feb 2024 10:30:00 +0100"
    made["Message-ID"] = "<1@example.org>"
    made["References"] = "<a@x> <b@x>"
    made.set_content("Grüße\n")
    made.add_alternative('<p>Grüße <img src="cid:logo"></p>', subtype="html")
    html = made.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(PICTURE, "image", "png", cid="<logo>", filename="logo.png", disposition="inline")
    made.add_attachment("a,b\n1,2\n", subtype="csv", filename="../../Größe.csv")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="logo.png")
    made.add_attachment(inner)
    return made.as_bytes()


@pytest.fixture(scope="session")
def outlook() -> bytes:
    return Path(__file__).with_name("outer.msg").read_bytes()
