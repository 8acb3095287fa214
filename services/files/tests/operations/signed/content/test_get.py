import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from files_stand import GATEWAY, SIGNING_KEY

from flowforge_filestore import FileGrant
from flowforge_filestore.signing import Signer


def test_ranges_work_without_a_key(keep: Any, public: Callable[[str], str]) -> None:
    kept = keep(b"0123456789", "a.txt")
    assert httpx.get(public(kept["url"])).content == b"0123456789"
    assert httpx.get(public(kept["url"]), headers={"range": "bytes=2-4"}).content == b"234"
    assert httpx.head(public(kept["url"])).headers["content-length"] == "10"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("expires=", "expires=9"),
        ("signature=", "signature=A"),
        ("?expires", "?disposition=inline&expires"),
        ("/file_0", "/file_1"),
    ],
)
def test_an_altered_address_is_refused(keep: Any, public: Callable[[str], str], old: str, new: str) -> None:
    answer = httpx.get(public(keep(b"x")["url"].replace(old, new)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FILE_SIGNATURE_INVALID")


def test_an_expired_address_is_told_from_an_altered_one(keep: Any, public: Callable[[str], str]) -> None:
    """The address that the service would have given a second before."""
    grant = FileGrant("GET", keep(b"x")["file_id"], int(time.time()) - 1)
    answer = httpx.get(public(Signer(SIGNING_KEY.encode(), GATEWAY).address(grant)))
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "FILE_ADDRESS_EXPIRED")


def test_the_address_of_a_deleted_file_leads_nowhere(
    ann: httpx.Client, keep: Any, public: Callable[[str], str]
) -> None:
    kept = keep(b"x")
    ann.delete(f"/api/v1/files/{kept['file_id']}")
    assert httpx.get(public(kept["url"])).json()["error"]["code"] == "FILE_NOT_FOUND"


def test_without_a_signature_nothing_is_shown(keep: Any, public: Callable[[str], str]) -> None:
    bare = public(keep(b"x")["url"]).partition("?")[0]
    assert httpx.get(bare).status_code == 422
