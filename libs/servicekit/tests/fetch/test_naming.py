import pytest

from servicekit.fetch.naming import media_type_of, name_of


@pytest.mark.parametrize(
    ("disposition", "paths", "name"),
    [
        ('attachment; filename="a b.pdf"', ["/x.txt"], "a b.pdf"),
        ("attachment; filename*=UTF-8''na%C3%AFve.pdf", [], "naïve.pdf"),
        ("attachment; filename=\"na_ve.pdf\"; filename*=UTF-8''na%C3%AFve.pdf", ["/x.txt"], "naïve.pdf"),
        ("attachment; FileName*=nonsense''a%FF.pdf; filename=b.pdf", [], "aÿ.pdf"),
        ('attachment; filename="../../etc/passwd"', [], "passwd"),
        ('attachment; filename="C:\\\\temp\\\\a.txt"', [], "a.txt"),
        ('attachment; filename=".."', ["/x.txt"], "x.txt"),
        ('attachment; filename="a\x01\x7f\x00.txt"', [], "a.txt"),
        ("attachment; filename=" + "é" * 300, [], "é" * 127),
        ("inline", ["/x.txt?y=z.csv"], "x.txt"),
        ("", ["/a/b%20c.txt"], "b c.txt"),
        ("", ["/a/..%2F..%2Fpasswd"], "passwd"),
        ("", ["/blob/0a1b", "/report.pdf"], "report.pdf"),
        ("", ["/blob/0a1b", "/download"], "0a1b"),
        ("", ["/"], None),
        ("", ["/.."], None),
    ],
)
def test_names(disposition: str, paths: list[str], name: str | None) -> None:
    assert name_of(disposition, paths) == name


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        ("Image/PNG", "image/png"),
        ("text/html; charset=utf-8", "text/html"),
        ("application/vnd.api+json", "application/vnd.api+json"),
        ("", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("text/<script>", "application/octet-stream"),
    ],
)
def test_media_types(content_type: str, media_type: str) -> None:
    assert media_type_of(content_type) == media_type
