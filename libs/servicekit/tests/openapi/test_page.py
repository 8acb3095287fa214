import hashlib
import re
from html.parser import HTMLParser
from importlib import resources

import orjson

from servicekit.openapi import docs_page

# The file of this name in release 5.31.0 of the swagger-ui-dist package, as its authors publish it.
SWAGGER_UI_SHA256 = "93b7b0862a80e2786f85b560be7693c2344354ffa7e7e224f850a54349724c31"


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_page_loads_nothing_from_elsewhere() -> None:
    elements = Elements()
    elements.feed(docs_page("Crypto", "openapi.json").decode())
    tags = [tag for tag, _ in elements.found]
    assert tags.count("script") == 2
    assert tags.count("div") == 1
    sources = [value for _, given in elements.found for name, value in given.items() if name == "src"]
    links = [given["href"] for tag, given in elements.found if tag == "link"]
    assert sources == []
    assert links == ["data:,"]


def test_page_shows_the_document_under_its_title() -> None:
    page = docs_page("Crypto & more", "/api/v1/crypto/openapi.json").decode()
    assert "<title>Crypto &amp; more</title>" in page
    options = re.search(r"<script>SwaggerUIBundle\((.*)\);</script>", page)
    assert options is not None
    assert orjson.loads(options[1])["url"] == "/api/v1/crypto/openapi.json"
    assert '<a href="/api/v1/crypto/openapi.json">' in page


def test_address_cannot_end_the_script() -> None:
    elements = Elements()
    elements.feed(docs_page("x", "</script><script>alert(1)</script>").decode())
    assert [tag for tag, _ in elements.found].count("script") == 2


def test_interface_is_the_one_its_authors_publish() -> None:
    script = resources.files("swagger_ui_bundle") / "vendor/swagger-ui-5.31.0/swagger-ui-bundle.js"
    assert hashlib.sha256(script.read_bytes()).hexdigest() == SWAGGER_UI_SHA256
