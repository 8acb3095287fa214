from pathlib import Path

import pytest

from flowforge_tables.encodings import detect_encoding

GERMAN = "Straße;Größe;Fußgängerübergänge\nMüller;groß;Käse\nJäger;süß;Öl\n"
RUSSIAN = "имя;город\nАлексей;Москва и Петербург большие города\nОльга;Новосибирск стоит на Оби\n"  # noqa: RUF001 - Russian
JAPANESE = "名前;都市\n田中さんは東京に住んでいます;東京都は日本の首都です\n鈴木;大阪は二番目の都市です\n"


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8-sig"),
        (GERMAN, "cp1252", "cp1252"),
        (GERMAN, "utf-16", "utf-16-le"),
        (GERMAN, "utf-16-le", "utf-16-le"),
        (GERMAN, "utf-16-be", "utf-16-be"),
        (GERMAN, "utf-32", "utf-32-le"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        ("café\n", "latin-1", "cp1252"),
        ("plain\n", "ascii", "utf-8"),
    ],
)
def test_known_encodings(tmp_path: Path, text: str, encoding: str, label: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(text.encode(encoding))
    found = detect_encoding(path)
    assert (found.label, path.read_bytes()[found.mark :].decode(found.name)) == (label, text)


def test_a_late_byte_decides(tmp_path: Path) -> None:
    """Three megabytes of ASCII before the first character that is none."""
    path = tmp_path / "file"
    path.write_bytes(b"a,b\n" * 800_000 + "Größe,süß\n".encode("cp1252"))
    assert detect_encoding(path).label == "cp1252"
