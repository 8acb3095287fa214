import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from servicekit.testing import ServedProcess

RAW = "application/octet-stream"
EXAMPLES = 6
# Every boundary of every field is worth minutes of requests: it is tried where a service has few operations.
FEW_OPERATIONS = 12
# Rules across fields ("exactly one of key and passphrase") stand in words, not in the schema. Values are
# read leniently (0 for false, "5" for 5): forms and workflow tools send them so. The gateway, not the
# service, asks for credentials.
EXCLUDED = "positive_data_acceptance,negative_data_rejection,ignored_auth"

# A small model may be at a loss for an answer, and the service says so (502 ANSWER_UNUSABLE): documented, and
# no mistake of the service; 501 is what the operators have not configured. Every other one is a mistake.
CONFIGURATION = """
[checks.not_a_server_error]
expected-statuses = ["2xx", "3xx", "4xx", "501", "502"]
"""
# The explorer cannot check files of its own making against the wrong schemas that it draws.
OWN_FAULT = "Unsupported type: 'Binary'"

Document = dict[str, Any]


# tus sends pieces of files with these types, for which the explorer has no values.
UNEXPLORED = ("application/offset+octet-stream",)


def with_forms(document: Document) -> Document:
    """The document without raw bodies, whose query parameters apply to no other encoding."""
    viewed = copy.deepcopy(document)
    viewed["paths"] = {path: methods for path, methods in viewed["paths"].items() if not _unexplored(methods)}
    for methods in viewed["paths"].values():
        for described in methods.values():
            described.get("requestBody", {"content": {}})["content"].pop(RAW, None)
            kept = [one for one in described.get("parameters", ()) if "x-raw-body-only" not in one]
            described["parameters"] = kept
    return viewed


def _unexplored(methods: Document) -> bool:
    bodies = [described.get("requestBody", {"content": {}})["content"] for described in methods.values()]
    return any(one in content for one in UNEXPLORED for content in bodies)


def with_raw_bodies(document: Document) -> Document:
    """Only the operations that take a file as the body itself, and only in this encoding."""
    viewed = copy.deepcopy(document)
    for methods in viewed["paths"].values():
        for method, described in list(methods.items()):
            content = described.get("requestBody", {}).get("content", {})
            if RAW in content:
                described["requestBody"]["content"] = {RAW: content[RAW]}
                described["parameters"] = [_short(one) for one in described.get("parameters", ())]
            else:
                del methods[method]
    viewed["paths"] = {path: methods for path, methods in viewed["paths"].items() if methods}
    return viewed


def _short(parameter: Document) -> Document:
    """A list in a query stays short: servers read addresses of 64 KB at most."""
    schema = parameter.get("schema", {})
    if schema.get("type") != "array":
        return parameter
    return {**parameter, "schema": {**schema, "maxItems": min(schema.get("maxItems", 5), 5)}}


def explore(service: ServedProcess, document: Document, folder: Path, excluded: str = EXCLUDED) -> None:
    """Send what the document allows, and what it does not; fail on an answer that it does not describe."""
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "schemathesis.toml").write_text(CONFIGURATION)
    program = Path(sys.executable).parent / "schemathesis"
    command: list[str | Path] = [program, "--config-file", "schemathesis.toml", "run", "openapi.json"]
    # The documents' own examples are sent by test_documents.py, which also asks that they succeed.
    phases = "coverage,fuzzing" if len(document["paths"]) <= FEW_OPERATIONS else "fuzzing"
    command += ["--url", service.url, "--phases", phases, "--exclude-checks", excluded]
    command += ["--max-examples", str(EXAMPLES), "--generation-deterministic", "--request-timeout", "30"]
    command += ["--suppress-health-check", "all", "--no-color", "--continue-on-failure"]
    done = _run(command, folder)
    if OWN_FAULT in done.stdout and "= FAILURES =" not in done.stdout:
        done = _run([*command, "--mode", "positive"], folder)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{service.log_text[-4000:]}"


def _run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.deep
def test_service_answers_as_documented(service: ServedProcess, document: Document, tmp_path: Path) -> None:
    explore(service, with_forms(document), tmp_path)
    raw = with_raw_bodies(document)
    if raw["paths"]:
        explore(service, raw, tmp_path, excluded=f"{EXCLUDED},unsupported_method,allow_header_conformance")


@pytest.mark.parametrize("service", ["flowforge_crypto"], indirect=True)
def test_exploring_finds_what_a_document_hides(
    service: ServedProcess, document: Document, tmp_path: Path
) -> None:
    dishonest = with_forms(document)
    for methods in dishonest["paths"].values():
        for described in methods.values():
            del described["responses"]["422"]
    path, methods = next(iter(dishonest["paths"].items()))
    dishonest["paths"] = {path: methods}
    with pytest.raises(AssertionError, match="Undocumented status code"):
        explore(service, dishonest, tmp_path)
