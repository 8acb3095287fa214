"""When storage fails, callers get its error and the log names the reason."""

import json
from pathlib import Path

import httpx

from servicekit.testing import free_port, serve_process


def test_the_log_names_why_an_upload_failed(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        "FLOWFORGE_ALLOW_DIRECT_CALLS": "true",
        "FLOWFORGE_FILES_URL": "s3://files/kept",
        "FLOWFORGE_FILES_INDEX_URL": f"sqlite://{tmp_path}/index.sqlite",
        "FLOWFORGE_FILES_SIGNING_KEY": "a signing key of 32 characters...",
        "FLOWFORGE_FILES_S3_ENDPOINT": f"http://127.0.0.1:{port}",
        "FLOWFORGE_FILES_S3_ALLOW_HTTP": "true",
        "FLOWFORGE_FILES_S3_ACCESS_KEY_ID": "someone",
        "FLOWFORGE_FILES_S3_SECRET_ACCESS_KEY": "a very secret access key",
    }
    with serve_process("flowforge_files.app:app", tmp_path, environment=environment) as served:
        answer = httpx.post(f"{served.url}/api/v1/files", files={"file": ("a.txt", b"hello")}, timeout=60)
        assert answer.status_code == 503
        assert answer.json()["error"]["code"] == "FILE_STORE_UNAVAILABLE"
        text = served.log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    (told,) = (line for line in lines if line["message"].startswith("failed: FILE_STORE_UNAVAILABLE: "))
    assert told["level"] == "WARNING"
    assert f"127.0.0.1:{port}" in told["message"]
    assert told["request_id"] == answer.headers["x-request-id"]
    assert "a very secret access key" not in text
