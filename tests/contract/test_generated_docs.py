"""The committed documents say what the code says."""

from pathlib import Path

import pytest
from tools.generate_docs import END, START, documents, stale, with_operations
from tools.repository import services, shown

DOCUMENTS = [path for path, _ in documents()]


@pytest.fixture(scope="module")
def behind() -> list[Path]:
    return stale()


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_documents_are_not_stale(path: Path, behind: list[Path]) -> None:
    assert path not in behind, "run `make docs`"


def test_every_operation_error_and_setting_is_listed() -> None:
    listed = {path.name: text for path, text in documents()}
    for service in services():
        for endpoint in service.endpoints:
            assert f"`{endpoint.operation_id}`" in listed["operations.md"]
            for error in endpoint.operation.errors:
                assert f"`{error.code}`" in listed["errors.md"]
    assert "`FLOWFORGE_SPOOL_DIR`" in listed["settings.md"]


def test_a_readme_without_a_table_gets_one_before_its_first_heading() -> None:
    service = services()[0]
    written = with_operations("# title\n\nWhat it does.\n\n## Limits\nMany.\n", service)
    assert written.startswith(f"# title\n\nWhat it does.\n\n## Operations\n{START}\n")
    assert written.endswith(f"{END}\n\n## Limits\nMany.\n")
    assert with_operations(written, service) == written
