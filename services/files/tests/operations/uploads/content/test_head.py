from collections.abc import Callable

import httpx

TUS = {"Tus-Resumable": "1.0.0"}


def test_the_offset_is_told_and_never_cached(ann: httpx.Client, begin: Callable[..., str]) -> None:
    answer = ann.head(begin(7), headers=TUS)
    assert (answer.status_code, answer.headers["upload-offset"]) == (200, "0")
    assert (answer.headers["upload-length"], answer.headers["cache-control"]) == ("7", "no-store")


def test_an_unknown_upload_is_not_found(
    ann: httpx.Client, bob: httpx.Client, begin: Callable[..., str]
) -> None:
    assert ann.head("/api/v1/files/uploads/file_0/content", headers=TUS).status_code == 404
    assert bob.head(begin(7), headers=TUS).status_code == 404


def test_the_metadata_is_told_as_it_was_sent(ann: httpx.Client, begin: Callable[..., str]) -> None:
    answer = ann.head(begin(7, filename="größe.bin"), headers=TUS)
    assert answer.headers["upload-metadata"] == "filename Z3LDtsOfZS5iaW4="
