from pathlib import Path

import pytest

from flowforge_cli.diagnosis.packages import check_packages

METADATA = """Metadata-Version: 2.1
Name: flowforge-llm
Version: 9.9
Requires-Dist: httpx
Requires-Dist: rich>=9000
Requires-Dist: windows-only-thing; sys_platform == 'win32'
Provides-Extra: gpu
Requires-Dist: no-such-engine>=2; extra == 'gpu'
Requires-Dist: httpx; extra == 'gpu'
Provides-Extra: small
Requires-Dist: psutil; extra == 'small'
"""


@pytest.fixture
def unfinished_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "flowforge_llm"
    package.mkdir()
    for name in ("__init__.py", "app.py"):
        (package / name).touch()
    information = tmp_path / "flowforge_llm-9.9.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(METADATA)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("unfinished_service")
def test_what_a_service_and_its_extras_would_need() -> None:
    findings = list(check_packages())
    at = next(index for index, it in enumerate(findings) if it.subject == "service llm")
    service, gpu, small = findings[at : at + 3]
    assert (service.verdict, service.detail) == ("missing", "flowforge-llm 9.9 lacks rich>=9000")
    assert (gpu.subject, gpu.verdict, gpu.detail) == (
        "  extra gpu",
        "optional",
        "would need no-such-engine>=2",
    )
    assert gpu.advice == "pip install 'flowforge-llm[gpu]'"
    assert (small.subject, small.verdict) == ("  extra small", "ok")
