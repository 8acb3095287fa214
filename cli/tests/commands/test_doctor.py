import json
import subprocess
from collections.abc import Callable

from flowforge_cli.assembly.services import installed_services
from servicekit.execution.sandbox.isolation import CONFINED, isolation

Command = Callable[..., subprocess.CompletedProcess[str]]


def test_what_is_installed(flowforge: Command) -> None:
    findings = {it["subject"]: it for it in json.loads(flowforge("doctor", "--json").stdout)}
    assert findings["Envoy"]["verdict"] == "ok"
    assert findings["Valkey"]["verdict"] == "ok"
    for service in installed_services():
        assert findings[f"service {service.name}"]["verdict"] == "ok"
    missing = [said for said in isolation().values() if said != CONFINED]
    assert findings["worker processes"]["verdict"] == ("optional" if missing else "ok")
    assert all(said in findings["worker processes"]["detail"] for said in missing)
    assert "FlowForge" not in flowforge("doctor").stderr
