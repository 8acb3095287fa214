import httpx
import pytest

CONSOLE = ["/", "/ops/crypto.hash", "/s/math", "/runs", "/files"]


@pytest.mark.parametrize("path", CONSOLE)
def test_the_console_answers_at_each_of_its_addresses(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", [*CONSOLE, "/docs", "/console/catalog.json", "/openapi.json"])
def test_every_page_is_protected(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/docs/nothing", "/guide/nothing.html"])
def test_an_address_without_a_page_says_so(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "No page here" in answer.text
    assert "default-src" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/nothing", "/console/ops/crypto.nothing.json", "/console/assets/x/app.js"])
def test_another_address_is_the_usual_404(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (401, 404)
    assert "error" in answer.json()


def test_a_page_is_not_sent_again_unchanged(client: httpx.Client) -> None:
    first = client.get("/console/catalog.json")
    again = client.get("/console/catalog.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_head_has_headers_alone(client: httpx.Client) -> None:
    answer = client.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100


def test_pages_come_compressed_to_who_accepts_it(client: httpx.Client) -> None:
    packed = client.get("/console/catalog.json")
    plain = client.get("/console/catalog.json", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_each_operation_of_the_catalog_has_an_entry_that_never_changes(client: httpx.Client) -> None:
    catalog = client.get("/console/catalog.json").json()
    assert catalog["away"] == []
    for row in catalog["operations"]:
        answer = client.get(f"/console/ops/{row['id']}.json?v={catalog['version']}")
        assert answer.json()["id"] == row["id"]
        assert "immutable" in answer.headers["cache-control"]


def test_other_methods_are_no_pages(client: httpx.Client) -> None:
    assert client.post("/").status_code in (401, 404, 405)
