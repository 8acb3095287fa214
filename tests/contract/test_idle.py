"""A service that waits holds little memory: what only some calls need is imported by them."""

import subprocess
import sys

import pytest
from tools.repository import Service, services

_HEAVY = {
    "alembic", "arrow", "cairosvg", "duckdb", "facturx", "faster_paddle", "jsonschema", "langdetect",
    "llama_cpp", "matplotlib", "mcp", "numba", "onnxruntime", "openpyxl", "pandas", "plutoprint", "polars",
    "pyarrow", "pyhanko", "qdrant_client", "qdrant_edge", "reportlab", "scipy", "skimage", "sklearn",
    "statsmodels", "sympy", "tokenizers", "torch", "transformers", "typst", "vl_convert", "weasyprint",
}  # fmt: skip
_PROGRAM = (
    "import sys; from {package}.app import app; print(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
)


@pytest.mark.parametrize("service", services(), ids=lambda service: service.package)
def test_no_large_library_is_imported_at_the_start(service: Service) -> None:
    program = _PROGRAM.format(package=service.package)
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8"
    )
    imported = set(printed.stdout.split())
    assert service.package in imported
    assert not imported & _HEAVY
