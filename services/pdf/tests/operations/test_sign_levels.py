"""PAdES levels: time stamps and validation data of a real authority, over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, numbered_pages
from pydantic import ValidationError
from trust_services import Authority, serving
from web_documents import finished

from flowforge_pdf.core.signing.faults import ChainNotValid, NoTimestamp
from flowforge_pdf.operations.sign import SignForm, sign_document
from flowforge_pdf.operations.verify_signatures import VerifySignaturesForm, verify_signatures
from servicekit import OperationError
from servicekit.testing import serve_process


@pytest.fixture(scope="module")
def trust() -> Iterator[Authority]:
    with serving() as authority:
        yield authority


@pytest.fixture
def form(trust: Authority, sample: Any, spooled: Any) -> Any:
    trust.broken, trust.revoked, trust.asked = "", set(), []

    def build(**options: Any) -> SignForm:
        given = {
            "timestamp_url": f"{trust.address}/tsa",
            "roots": [trust.pem(trust.root).decode()],
            **options,
        }
        signer = {"certificate": spooled(trust.pem(trust.signer)), "key": spooled(trust.key_pem())}
        return SignForm(**{"file": sample(1), **signer, **given})

    return build


def signed(form: SignForm) -> Any:
    return finished(sign_document, form, private=True)


def verified(content: bytes, spooled: Any, **options: Any) -> Any:
    return finished(verify_signatures, VerifySignaturesForm(file=spooled(content), **options), private=True)


@pytest.mark.parametrize(("level", "documents"), [("b-t", 0), ("b-lt", 0), ("b-lta", 1)])
def test_levels(form: Any, trust: Authority, spooled: Any, level: str, documents: int) -> None:
    made = signed(form(level=level))
    assert (made.report.level, made.report.long_term) == (level, level != "b-t")
    assert ("/ocsp" in trust.asked) == (level != "b-t")
    trust.asked.clear()
    found = verified(content_of(made), spooled, roots=[trust.pem(trust.root).decode()])
    assert trust.asked == []  # the document itself has the proof
    (one,) = found.signatures
    assert (one.level, one.trusted, one.problem) == (level, True, None)
    assert one.revocation == ("good" if level != "b-t" else "unknown")
    assert one.timestamp.trusted
    assert one.timestamp.time == made.report.timestamp
    assert len(found.timestamps) == documents
    assert one.changes == ("none" if level == "b-t" else "lta_updates")


def test_without_roots_the_level_is_told_and_trust_is_not(form: Any, spooled: Any) -> None:
    (one,) = verified(content_of(signed(form(level="b-lt"))), spooled).signatures
    assert (one.level, one.trusted, one.timestamp.trusted) == ("b-lt", False, False)
    assert one.problem == "The certificate does not lead to one of the roots."


def test_a_revoked_certificate(form: Any, trust: Authority, spooled: Any) -> None:
    content = content_of(signed(form(level="b-t")))
    trust.revoked.add(trust.signer.serial_number)
    roots = [trust.pem(trust.root).decode()]
    (one,) = verified(content, spooled, roots=roots, online=True).signatures
    assert (one.trusted, one.revocation) == (False, "revoked")
    assert one.problem.startswith("The certificate was revoked on ")
    with pytest.raises(ChainNotValid, match="revoked"):
        signed(form(level="b-lt"))


def test_what_was_changed_since(form: Any, trust: Authority, spooled: Any) -> None:
    first = content_of(signed(form()))
    second = content_of(signed(form(file=spooled(first), field="Signature2")))
    roots = [trust.pem(trust.root).decode()]
    found = verified(second, spooled, roots=roots)
    assert [each.field for each in found.signatures] == ["Signature1", "Signature2"]
    assert [each.covers_whole_file for each in found.signatures] == [False, True]
    assert found.signatures[0].changes == "form_filling"
    assert found.all_good


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("text", "its answer is not a time stamp"),
        ("refusal", r"it refused with 'rejection' \(unknown policy\)"),
        ("other", "something else"),
    ],
)
def test_an_authority_that_gives_no_stamp(form: Any, trust: Authority, fault: str, told: str) -> None:
    order = form()
    trust.broken = fault
    with pytest.raises(NoTimestamp, match=told):
        signed(order)


def test_an_address_that_is_not_reached(form: Any) -> None:
    with pytest.raises(OperationError, match="not on the public internet"):
        finished(sign_document, form())
    with pytest.raises(ValidationError, match="should begin with"):
        form(timestamp_url="ftp://example.com")
    with pytest.raises(ValidationError, match="needs 'timestamp_url'"):
        form(timestamp_url=None, level="b-t")
    with pytest.raises(ValidationError, match="needs 'roots'"):
        form(roots=[], level="b-lta")
    with pytest.raises(ValidationError, match="ask for b-t"):
        form(level="b-b")


def test_through_http(client: httpx.Client, trust: Authority, form: Any) -> None:
    del form  # resets the authority
    files = {
        "file": numbered_pages(1), "certificate": trust.pem(trust.signer), "key": trust.key_pem(),
    }  # fmt: skip
    answer = client.post("/sign", files=files, data={"timestamp_url": f"{trust.address}/tsa"})
    error = answer.json()["error"]
    assert (error["code"], error["details"][0]["field"]) == ("URL_FORBIDDEN", "timestamp_url")


@pytest.mark.deep
def test_the_service_asks_for_its_worker(trust: Authority, form: Any, spooled: Any, tmp_path: Path) -> None:
    del form  # resets the authority
    files = {"file": numbered_pages(1), "certificate": trust.pem(trust.signer), "key": trust.key_pem()}
    root = trust.pem(trust.root).decode()
    fields = {"timestamp_url": f"{trust.address}/tsa", "level": "b-lta", "roots": root}
    environment = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true"}
    with serve_process("flowforge_pdf.app:app", tmp_path, environment=environment) as served:
        answer = httpx.post(f"{served.url}/api/v1/pdf/sign", files=files, data=fields, timeout=60)
    assert answer.status_code == 200, answer.text
    (one,) = verified(answer.content, spooled, roots=[root]).signatures
    assert (one.level, one.trusted) == ("b-lta", True)
