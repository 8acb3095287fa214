import os
import time
from typing import Any

import httpx
from files_stand import sizes_of_objects, wait_for


def test_a_deleted_file_is_gone_at_once(ann: httpx.Client, keep: Any) -> None:
    address = f"/api/v1/files/{keep(b'to go')['file_id']}"
    assert ann.delete(address).status_code == 204
    assert ann.get(address).status_code == 404
    assert ann.delete(address).json()["error"]["code"] == "FILE_NOT_FOUND"


def test_nobody_deletes_another_s_file(ann: httpx.Client, bob: httpx.Client, keep: Any) -> None:
    address = f"/api/v1/files/{keep(b'mine')['file_id']}"
    assert bob.delete(address).status_code == 404
    assert ann.get(address).status_code == 200


def test_the_content_goes_with_the_last_file_that_has_it(
    ann: httpx.Client, keep: Any, stored: dict[str, str]
) -> None:
    content = os.urandom(1_234_567)
    first, second = keep(content), keep(content)
    wait_for(lambda: count(stored, len(content)) == 1)
    ann.delete(f"/api/v1/files/{first['file_id']}")
    time.sleep(0.6)  # for two sweeps
    assert ann.get(f"/api/v1/files/{second['file_id']}/content").content == content
    ann.delete(f"/api/v1/files/{second['file_id']}")
    wait_for(lambda: count(stored, len(content)) == 0)


def count(settings: dict[str, str], size: int) -> int:
    """Count the objects of one size."""
    return sizes_of_objects(settings).count(size)
