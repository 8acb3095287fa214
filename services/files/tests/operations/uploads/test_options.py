import httpx


def test_the_extensions_are_told_to_anybody(ann: httpx.Client) -> None:
    answer = httpx.options(f"{ann.base_url}/api/v1/files/uploads")
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0"
    assert "checksum" in answer.headers["tus-extension"].split(",")
